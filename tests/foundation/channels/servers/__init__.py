"""Providers of messages that run here: they speak the protocol, check signatures, and count what was delivered.

Each can be a thread of the test (``with AliyunServer() as server:``) or a process of its own::

    python -m tests.foundation.channels.servers.aliyun --port 9001

which then answers ``GET /_deliveries`` with ``{"reference": count}`` and takes ``POST /_next`` with a list of faults to
play, one a request: ``drop`` (take the message, then hang up), ``throttle``, ``broken`` (a 500), ``garbage``.
"""
