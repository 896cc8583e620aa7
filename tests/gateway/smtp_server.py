"""A mail server for tests: aiosmtpd on a free port of the loopback.

usage: smtp_server.py FOLDER [CERTIFICATE KEY]

Writes its port to FOLDER/port and each mail to FOLDER/<n>.mail: the sender, the
receivers, then the message. What FOLDER/mode says holds for the next mail:
accept, later (451), never (550), content (554 after the message), die (closes
the socket in the middle), slow (says nothing). With a certificate it demands
STARTTLS and the login user / secret.
"""
import asyncio
import pathlib
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult

folder = pathlib.Path(sys.argv[1])


class Handler:
    def __init__(self):
        self.count = 0

    @staticmethod
    def mode():
        file = folder / "mode"
        return file.read_text().strip() if file.exists() else "accept"

    async def handle_RCPT(self, server, session, envelope, address, options):
        mode = self.mode()
        if mode == "later":
            return "451 try again later"
        if mode == "never":
            return "550 no such user here"
        if mode == "slow":
            (folder / "asked").touch()
            await asyncio.sleep(3600)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        mode = self.mode()
        if mode == "die":
            server.transport.abort()
            return "250 OK"
        if mode == "content":
            return "554 this is spam"
        self.count += 1
        part = folder / "part"
        part.write_bytes(
            (envelope.mail_from + "\n" + ",".join(envelope.rcpt_tos)
             + "\n").encode() + envelope.content)
        part.rename(folder / f"{self.count}.mail")
        return "250 OK"


def authenticate(server, session, envelope, mechanism, data):
    ok = data.login == b"user" and data.password == b"secret"
    return AuthResult(success=ok, handled=ok)


async def main():
    options = {"enable_SMTPUTF8": False}
    if len(sys.argv) > 3:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(sys.argv[2], sys.argv[3])
        options.update(tls_context=context, require_starttls=True,
                       auth_required=True, authenticator=authenticate)
    handler = Handler()
    server = await asyncio.get_running_loop().create_server(
        lambda: SMTP(handler, **options), "127.0.0.1", 0)
    part = folder / "port.part"
    part.write_text(str(server.sockets[0].getsockname()[1]))
    part.rename(folder / "port")
    await server.serve_forever()


asyncio.run(main())
