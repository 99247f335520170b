"""Stands in for asyncio.unix_events: an event loop that waits for time and for other threads, and for no socket.

The loops of the standard library wake themselves through a pair of sockets, which the sandbox doesn't have.
"""
import threading

from . import base_events, events

__all__ = ('SelectorEventLoop', 'DefaultEventLoopPolicy')


class SelectorEventLoop(base_events.BaseEventLoop):
    def __init__(self, selector=None):
        super().__init__()
        self._woken = threading.Event()
        self._selector = self

    def select(self, timeout=None):
        self._woken.wait(timeout)
        # What woke it has been put into the queue before, so nothing is lost here.
        self._woken.clear()
        return ()

    def _process_events(self, event_list):
        pass

    def _write_to_self(self):
        self._woken.set()


class DefaultEventLoopPolicy(events.BaseDefaultEventLoopPolicy):
    _loop_factory = SelectorEventLoop
