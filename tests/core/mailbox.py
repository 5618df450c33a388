"""A mail server of the tests' own: what it receives can be read, and it can refuse."""

import email
import email.policy
import socket

from aiosmtpd.controller import Controller


class Mailbox:
    """Keeps what it is sent; ``refused`` addresses are unknown to it."""

    def __init__(self):
        self.received = []
        self.refused = set()
        self.host, self.port = "127.0.0.1", free_port()

    def start(self):
        self.controller = Controller(self, hostname=self.host, port=self.port)
        self.controller.start()

    def stop(self):
        self.controller.stop()

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802
        if address in self.refused:
            return "550 no such user here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802
        read = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.received.append(read)
        return "250 OK"

    @property
    def addressees(self):
        return sorted(one["To"] for one in self.received)


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]
