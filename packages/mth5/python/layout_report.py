"""What a check of a file's layout has found."""
import json


class Report:
    """Findings about the objects of one file, each once."""

    def __init__(self):
        self.findings = []

    def add(self, where, finding):
        entry = {"object": where, "finding": finding}
        if entry not in self.findings:
            self.findings.append(entry)

    def expect(self, condition, where, finding):
        if not condition:
            self.add(where, finding)
        return condition

    def same(self, where, what, found, wanted):
        """:param what: names the value in the finding."""
        return self.expect(found == wanted, where, f"{what} is {found!r} instead of {wanted!r}")

    def attempt(self, where, check, *arguments):
        """Runs a check; that it fails at something unreadable is a finding, too, and no end of the others."""
        try:
            return check(*arguments)
        except Exception as error:
            self.add(where, f"cannot be checked: {type(error).__name__}: {error}")
            return None

    def print(self, channels):
        for finding in self.findings:
            print(json.dumps(finding))
        if not self.findings:
            print(json.dumps({"ok": True, "channels": channels}))
        return 1 if self.findings else 0
