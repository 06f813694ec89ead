"""What people decide from the screen: where a project goes, waivers, and taking entries back.

Each is a `Deed` (see `dialog.py`): a page that shows what would be recorded, and a question whose
keys fill in who, why and the rest. The engine's functions plan and record it, as for the shell.
"""
