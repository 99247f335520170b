# Runs cells as a notebook does. Evaluates to a function that takes the worker's output and what draws charts, and returns the one that runs
# a cell. Whatever code rebinds later, this closure keeps its own names.
def _make(write_text, draw, pyplot_source):
    import _ast
    from _frozen_importlib import ModuleSpec
    import _io
    import _posixsubprocess
    import _socket
    import _thread
    import builtins
    import os
    import posix
    import sys

    compile, exec, eval, repr, print = builtins.compile, builtins.exec, builtins.eval, builtins.repr, builtins.print
    isinstance, str, type, len = builtins.isinstance, builtins.str, builtins.type, builtins.len
    BaseException, MemoryError, SystemExit = builtins.BaseException, builtins.MemoryError, builtins.SystemExit
    TypeError, PermissionError = builtins.TypeError, builtins.PermissionError
    ModuleNotFoundError = builtins.ModuleNotFoundError
    Expr, Expression = _ast.Expr, _ast.Expression
    ONLY_AST = 0x400  # ast.PyCF_ONLY_AST; the ast module itself takes a second to load
    space = sys.modules['__main__'].__dict__
    cells = {}

    class Output(_io._TextIOBase):
        """Text for the cell's output: what goes to both streams keeps its order, and nothing is buffered.

        Python's own streams sit on a channel that an interrupt of the thread closes for good.
        """

        encoding = 'utf-8'
        errors = 'backslashreplace'
        line_buffering = True

        def __init__(self, name, stream):
            self.name = name
            self.buffer = stream.buffer

        def write(self, text):
            if not isinstance(text, str):
                raise TypeError('write() argument must be str, not %s' % type(text).__name__)
            write_text(text)
            return len(text)

        def writable(self):
            return True

        def fileno(self):
            return self.buffer.fileno()

        def close(self):
            pass

    stdout, stderr = Output('<stdout>', sys.__stdout__), Output('<stderr>', sys.__stderr__)
    sys.stdout = sys.__stdout__ = stdout
    sys.stderr = sys.__stderr__ = stderr
    sys.path.append('/mnt/data')
    settrace, setprofile = sys.settrace, sys.setprofile

    def refusal(name, error, *error_args):
        def refused(*args, **kwargs):
            raise error(*error_args)
        refused.__name__ = name
        return refused

    # The sandbox refuses all this by itself, with an internal error that code can neither catch nor understand.
    for name in ('system', 'fork', 'forkpty', 'execv', 'execve', 'kill', 'killpg'):
        refused = refusal(name, PermissionError, 1, 'os.%s is not allowed in this interpreter' % name)
        for module in (posix, os):
            if builtins.hasattr(module, name):
                builtins.setattr(module, name, refused)
    _posixsubprocess.fork_exec = refusal(
        'fork_exec', PermissionError, 1, 'processes are not allowed in this interpreter')
    _thread.start_new_thread = refusal(
        'start_new_thread', builtins.RuntimeError, "can't start new thread: threads are not allowed in this interpreter")
    no_network = (PermissionError, 1, 'there is no network in this interpreter')
    for name in ('getaddrinfo', 'gethostbyname', 'gethostbyaddr', 'getnameinfo', 'gethostname', 'socketpair'):
        builtins.setattr(_socket, name, refusal(name, *no_network))
    _socket.socket = type('socket', (_socket.socket,), {'__slots__': (), '__init__': refusal('__init__', *no_network)})

    # With its three standard descriptors closed, GraalPy can open no file any more.
    close_descriptor = posix.close

    def close(fd):
        if fd > 2:
            close_descriptor(fd)

    posix.close = os.close = close

    class Charts:
        """Finds matplotlib.pyplot, which is no file: see pyplot.py."""

        loaded, figures = None, []

        @classmethod
        def find_spec(cls, name, path=None, target=None):
            if name not in ('matplotlib', 'matplotlib.pyplot'):
                return None
            return ModuleSpec(name, cls, is_package=name == 'matplotlib')

        @staticmethod
        def create_module(spec):
            return None

        @classmethod
        def exec_module(cls, module):
            if module.__name__ == 'matplotlib':
                module.use = lambda *args, **kwargs: None
                module.rcParams = {}
                return
            exec(compile(pyplot_source, '<matplotlib.pyplot>', 'exec'), module.__dict__)
            module._draw = draw
            cls.loaded, cls.figures = module, module._figures

    sys.meta_path.append(Charts)

    def show(error):
        try:
            show_traceback(error)
        except BaseException:
            # Code has broken what tracebacks are made with; no more of it is used here.
            write_text('%s: %s\n' % (type(error).__name__, error.args))

    def show_traceback(error):
        import linecache
        import traceback
        for name, source in cells.items():
            lines = source.splitlines(True)
            linecache.cache[name] = (len(source), None, lines, name)
        tb = error.__traceback__
        while tb is not None and tb.tb_frame.f_code.co_filename == '<all tools>':
            tb = tb.tb_next
        # Of a deep recursion the last frames are enough; each costs some milliseconds.
        depth, frame = 0, tb
        while frame is not None:
            depth, frame = depth + 1, frame.tb_next
        if isinstance(error, ModuleNotFoundError) and not error.path:
            error.add_note("Available are Python's standard library and matplotlib.pyplot; nothing can be installed.")
        traceback.print_exception(type(error), error, tb, limit=-20 if depth > 40 else None, file=stderr)

    def run(source):
        name = '<cell %d>' % (len(cells) + 1)
        cells[name] = source
        try:
            tree = compile(source, name, 'exec', ONLY_AST)
            last = Expression(tree.body.pop().value) if tree.body and isinstance(tree.body[-1], Expr) else None
            if tree.body:
                exec(compile(tree, name, 'exec'), space)
            if last is not None:
                value = eval(compile(last, name, 'eval'), space)
                if value is not None:
                    space['_'] = value
                    print(repr(value), file=sys.stdout)
            if Charts.loaded is not None:
                Charts.loaded._end_of_cell()
            return 'DONE'
        except SystemExit as error:
            if error.code is None or error.code == 0:
                return 'DONE'
            print(error.code if isinstance(error.code, str) else 'SystemExit: %s' % error.code, file=stderr)
            return 'RAISED'
        except MemoryError:
            return 'OUT_OF_MEMORY'
        except BaseException as error:
            show(error)
            return 'RAISED'
        finally:
            settrace(None)
            setprofile(None)
            if Charts.loaded is not None:
                Charts.figures.clear()
            sys.stdout, sys.stderr = stdout, stderr

    return run


globals().pop('_make')
