"""Numbers of what one side makes unseen by the other."""

from time import time_ns


def unseen() -> int:
    """Return a number for a new row: the microsecond in which it is made.

    Numbers in a row would tell, in the address of one's own next one, how many others made meanwhile. These keep the
    order in which rows were made, and a script in a browser can still count with them (below 2**53).
    """
    return time_ns() // 1000
