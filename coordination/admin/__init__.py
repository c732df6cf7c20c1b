"""Django's admin for people and programmes; scores, journal and instruments are read-only there.

No rules of its own: who may open it is ``permissions``' answer, and it writes through ``actions``.
"""

from coordination.admin import people, programmes, read_only

__all__ = ["people", "programmes", "read_only"]
