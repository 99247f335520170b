# Runs cells as a notebook does. Evaluates to a function that takes the worker's output, what draws charts, the sources of modules, the
# folder of packages and the limit of threads, and returns the one that runs a cell. Whatever code rebinds later, this closure keeps its
# own names.
def _make(write_text, draw, sources, packages, threads):
    import _ast
    from _frozen_importlib import ModuleSpec
    import _imp
    import _io
    import _lzma
    import _posixsubprocess
    import _socket
    import _thread
    import builtins
    import io
    import os
    import posix
    import sys

    compile, exec, eval, repr, print = builtins.compile, builtins.exec, builtins.eval, builtins.repr, builtins.print
    isinstance, str, type, len = builtins.isinstance, builtins.str, builtins.type, builtins.len
    BaseException, MemoryError, SystemExit = builtins.BaseException, builtins.MemoryError, builtins.SystemExit
    TypeError, PermissionError = builtins.TypeError, builtins.PermissionError
    ImportError, ModuleNotFoundError = builtins.ImportError, builtins.ModuleNotFoundError
    OSError, RuntimeError, ValueError, sorted, list, getattr = (
        builtins.OSError, builtins.RuntimeError, builtins.ValueError, builtins.sorted, builtins.list, builtins.getattr)
    listdir, thread_count, start_thread = posix.listdir, _thread._count, _thread.start_new_thread
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
    if packages:
        sys.path.append(packages)
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

    def start_new_thread(function, args, kwargs={}):
        if thread_count() >= threads:
            raise RuntimeError("can't start new thread: %d are running, which is the limit" % threads)
        return start_thread(function, args, kwargs)

    _thread.start_new_thread = start_new_thread

    open_file, written = _io.open, []

    def flush_files():
        for file in written:
            try:
                if not file.closed:
                    file.flush()
            except (OSError, ValueError):
                pass

    def open(*args, **kwargs):
        """A file that nobody closes is flushed with the cell and before another is opened.

        CPython closes it as soon as nothing refers to it, and code counts on it: open('x', 'w').write('…').
        """
        flush_files()
        file = open_file(*args, **kwargs)
        if file.writable():
            written[:] = [other for other in written if not other.closed]
            written.append(file)
        return file

    builtins.open = _io.open = io.open = open

    def end_threads():
        """Waits for what the cell has started, as Python does at its end; the worker then stops what goes on, the daemons."""
        threading = sys.modules.get('threading')
        if threading is None:
            return
        me = threading.current_thread()
        # A thread may start others while it is waited for.
        while waiting := [t for t in threading.enumerate() if t is not me and not t.daemon and t.is_alive()]:
            for thread in waiting:
                # The threads of a pool wait for work until their pool is shut down.
                pool = getattr(thread, '_args', None) or (None,)
                shutdown = getattr(pool[0]() if type(pool[0]).__name__ == 'ReferenceType' else None, 'shutdown', None)
                if shutdown is not None:
                    shutdown()
                thread.join()

    def forget_threads():
        """A thread that was stopped has had no occasion to take itself off the list."""
        threading = sys.modules.get('threading')
        for ident, thread in list(threading._active.items()) if threading is not None else ():
            if not thread.is_alive():
                threading._active.pop(ident, None)

    class LZMADecompressor(_lzma.LZMADecompressor):
        """Looks at the header as liblzma does: GraalPy takes any bytes for the old format, and tarfile.open tries this one early."""

        def __init__(self, format=0, *args, **kwargs):
            super().__init__(format, *args, **kwargs)
            self._unchecked = format in (0, 2)  # FORMAT_AUTO, FORMAT_ALONE

        def decompress(self, data, max_length=-1):
            if self._unchecked and len(data) >= 13:
                self._unchecked = False
                dictionary = builtins.int.from_bytes(data[1:5], 'little')
                # A power of two, or one and a half times one.
                usual = dictionary == 0xffffffff or dictionary and dictionary // (dictionary & -dictionary) in (1, 3)
                if data[:6] != b'\xfd7zXZ\0' and (data[0] >= 225 or not usual):
                    raise _lzma.LZMAError('Input format not supported by decoder')
            return super().decompress(data, max_length)

    LZMADecompressor.__module__, LZMADecompressor.__qualname__ = '_lzma', 'LZMADecompressor'
    _lzma.LZMADecompressor = LZMADecompressor

    def native(name, file):
        return ImportError('%s needs native code (%s), which this interpreter does not load: only packages of pure Python can be used'
                           % (name, file), name=name, path=file)

    def create_dynamic(spec, file=None):
        raise native(spec.name, str(spec.origin).rpartition('/')[2])

    _imp.create_dynamic = create_dynamic

    class Natives:
        """Asked last, for what can't be found: the file may be there, made for another Python."""

        @classmethod
        def find_spec(cls, name, path=None, target=None):
            tail = name.rpartition('.')[2] + '.'
            for folder in ([packages] if packages else []) if path is None else path:
                try:
                    files = listdir(folder)
                except (OSError, TypeError):
                    continue
                for file in files:
                    if file.startswith(tail) and file.endswith(('.so', '.pyd')):
                        raise native(name, file)
            return None

    class Provided:
        """Finds the modules that are no files: matplotlib.pyplot and what asyncio needs of the system."""

        pyplot, figures = None, []

        @classmethod
        def find_spec(cls, name, path=None, target=None):
            if name != 'matplotlib' and name not in sources:
                return None
            return ModuleSpec(name, cls, is_package=name == 'matplotlib')

        @staticmethod
        def create_module(spec):
            return None

        @classmethod
        def exec_module(cls, module):
            name = module.__name__
            if name == 'matplotlib':
                module.use = lambda *args, **kwargs: None
                module.rcParams = {}
                return
            exec(compile(sources[name], '<%s>' % name, 'exec'), module.__dict__)
            if name == 'matplotlib.pyplot':
                module._draw = draw
                cls.pyplot, cls.figures = module, module._figures

    # Before the library's own folder, which has an asyncio.unix_events.
    sys.meta_path.insert(0, Provided)
    sys.meta_path.append(Natives)

    def available():
        names = {'matplotlib.pyplot'}
        for file in listdir(packages) if packages else ():
            name, dot, ending = file.partition('.')
            if name.isidentifier() and name != '__pycache__' and (not dot or ending == 'py'):
                names.add(name)
        names = sorted(names)
        return ', '.join(names[:40]) + (' and %d more' % (len(names) - 40) if len(names) > 40 else '')

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
        if isinstance(error, ModuleNotFoundError) and not error.path and error.name:
            error.msg = '%s; available beside the standard library: %s (nothing can be installed)' % (error.msg, available())
        traceback.print_exception(type(error), error, tb, limit=-20 if depth > 40 else None, file=stderr)

    def run(source):
        forget_threads()
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
            end_threads()
            if Provided.pyplot is not None:
                Provided.pyplot._end_of_cell()
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
            flush_files()
            written.clear()
            settrace(None)
            setprofile(None)
            if Provided.pyplot is not None:
                Provided.figures.clear()
            sys.stdout, sys.stderr = stdout, stderr

    return run


globals().pop('_make')
