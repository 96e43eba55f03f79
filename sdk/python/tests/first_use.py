"""What somebody writes who has just installed the package: `python first_use.py URL`."""

import sys

from kyukei import Client

with Client(sys.argv[1]) as client:
    meeting = client.meeting("abc-defg-hij")
    meeting.start()
    for update in meeting.watch():
        if update.name == "state":
            meeting.call_break("Tea?", duration_seconds=600)
        if update.name == "message":
            rest = update.meeting["rest"]
            assert rest is not None
            print("Break!", rest["message"])
            break
    meeting.end()
