"""The few frames of HTTP/2 that one gRPC call over two pipes takes: enough to time the answer to Init."""

import struct

DATA, HEADERS, SETTINGS = 0, 1, 4
END_STREAM, END_HEADERS = 1, 4


def _frame(kind, flags, stream, payload):
    return struct.pack(">I", len(payload))[1:] + bytes([kind, flags]) + struct.pack(">I", stream) + payload


def _header(name, value):
    """A literal header field, never indexed, without Huffman coding (RFC 7541, section 6.2.3); all are short."""
    return b"\x10" + bytes([len(name)]) + name.encode() + bytes([len(value)]) + value.encode()


def _field(number, data):
    return bytes([number << 3 | 2]) + _varint(len(data)) + data


def _varint(n):
    out = b""
    while n > 127:
        out += bytes([n & 127 | 128])
        n >>= 7
    return out + bytes([n])


def init_request(config):
    """All bytes of a call to importer.Importer/Init, connection preface included."""
    entries = b"".join(_field(3, _field(1, k.encode()) + _field(2, v.encode())) for k, v in config.items())
    message = _field(2, b"caldav") + entries
    headers = b"".join(
        _header(*pair)
        for pair in [
            (":method", "POST"),
            (":scheme", "http"),
            (":path", "/importer.Importer/Init"),
            (":authority", "plugin"),
            ("content-type", "application/grpc"),
            ("te", "trailers"),
        ]
    )
    body = b"\0" + struct.pack(">I", len(message)) + message
    return (
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
        + _frame(SETTINGS, 0, 0, b"")
        + _frame(HEADERS, END_HEADERS, 1, headers)
        + _frame(DATA, END_STREAM, 1, body)
    )


def await_answer(stream):
    """Reads frames until the call's message has come."""
    while True:
        head = stream.read(9)
        if len(head) < 9:
            raise RuntimeError("the plugin ended without an answer")
        payload = stream.read(int.from_bytes(head[:3], "big"))
        if head[3] == DATA and payload:
            return
        if head[3] == HEADERS and head[4] & END_STREAM:
            raise RuntimeError("Init failed")
