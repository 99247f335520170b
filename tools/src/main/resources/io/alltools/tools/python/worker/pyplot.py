"""The part of matplotlib.pyplot that charts in answers need; the host of the interpreter draws.

Figures are recorded as plain lists and drawn when they are saved or shown. A figure that is neither by the end of a cell
is shown then, as a notebook does. An argument that changes only the look and isn't known is ignored.
"""
import builtins as _builtins
import math as _math
import os as _os

_draw = None  # given by the loader: draw(path, width, height, title, rows, columns, axes) -> error message or ''
_figures = []


class Axes:
    def __init__(self):
        self._title = self._xlabel = self._ylabel = ''
        self._grid = self._legend = False
        self._series = []
        self._notes = []
        self.spines = _Anything()
        self._ticks = {}
        self._xlim = self._ylim = None
        self._logx = self._logy = False

    def plot(self, *args, label=None, color=None, c=None, linestyle=None, ls=None, marker=None, **look):
        values = list(args)
        while values:
            x = _list(values.pop(0))
            y = _list(values.pop(0)) if values and not isinstance(values[0], str) else None
            form = values.pop(0) if values and isinstance(values[0], str) else ''
            if y is None:
                x, y = list(range(len(x))), x
            dots = [m for m in 'osx^v*+.D' if m in form.replace('-.', '')]
            lined = '-' in form or ':' in form or not dots
            style = linestyle or ls or ('--' if '--' in form else ':' if ':' in form else '-' if lined else 'none')
            shades = [s for s in 'bgrcmyk' if s in form]
            self._add('line', label, x, y, color or c or (shades[0] if shades else None), style,
                      bool(dots) or marker not in (None, '', 'none', 'None'))

    def scatter(self, x, y, s=None, c=None, label=None, color=None, **look):
        shade = color if color is not None else c
        self._add('scatter', label, _list(x), _list(y), shade if isinstance(shade, str) else None, 'none', True)

    def bar(self, x, height, width=0.8, label=None, color=None, **look):
        x = _list([x] if isinstance(x, (str, int, float)) else x)
        height = _list(height) if hasattr(height, '__iter__') else [height] * len(x)
        if isinstance(width, (int, float)) and width <= 0.5:
            # Bars side by side are shifted from the place they belong to.
            x = [round(v) if isinstance(v, (int, float)) else v for v in x]
        self._add('bar', label, x, height, color if isinstance(color, str) else None, '-', False)

    def barh(self, y, width, height=0.8, label=None, color=None, **look):
        y = _list([y] if isinstance(y, (str, int, float)) else y)
        width = _list(width) if hasattr(width, '__iter__') else [width] * len(y)
        self._add('barh', label, y, width, color if isinstance(color, str) else None, '-', False)

    def hist(self, x, bins=10, range=None, label=None, color=None, density=False, **look):
        data = [float(v) for v in _list(x)]
        if not data:
            raise ValueError('hist: there are no values')
        if isinstance(bins, int):
            low, high = range or (min(data), max(data))
            if low == high:
                low, high = low - 0.5, high + 0.5
            edges = [low + (high - low) * i / bins for i in _builtins.range(bins + 1)]
        else:
            edges = [float(v) for v in _list(bins)]
        counts = [0.0] * (len(edges) - 1)
        for v in data:
            if edges[0] <= v <= edges[-1]:
                at = len(counts) - 1
                while at > 0 and v < edges[at]:
                    at -= 1
                counts[at] += 1
        if density:
            total = sum(counts)
            counts = [n / total / (edges[i + 1] - edges[i]) for i, n in enumerate(counts)]
        self._add('bar', label, ['%.4g' % ((a + b) / 2) for a, b in zip(edges, edges[1:])], counts,
                  color if isinstance(color, str) else None, '-', False)
        return counts, edges, None

    def pie(self, x, labels=None, **look):
        values = _list(x)
        labels = _list(labels) if labels is not None else [str(i + 1) for i in range(len(values))]
        for name, value in zip(labels, values):
            self._add('pie', str(name), [0], [value], None, '-', False)

    def axhline(self, y=0, label=None, color=None, linestyle='-', **look):
        xs = [v for s in self._series for v in s[2] if isinstance(v, (int, float))] or [0, 1]
        self._add('line', label, [min(xs), max(xs)], [y, y], color, linestyle, False)

    def axvline(self, x=0, label=None, color=None, linestyle='-', **look):
        ys = [v for s in self._series for v in s[3]] or [0, 1]
        self._add('line', label, [x, x], [min(ys), max(ys)], color, linestyle, False)

    def text(self, x, y, s, *args, **look):
        self._notes.append((x, y, str(s)))

    def annotate(self, text, xy, xytext=None, *args, **look):
        self.text(*(xytext if isinstance(xytext, (list, tuple)) and 'textcoords' not in look else xy), text)

    def _add(self, kind, label, x, y, color, style, marked):
        if len(x) != len(y):
            raise ValueError('x and y must have same first dimension, but have shapes (%d,) and (%d,)'
                             % (len(x), len(y)))
        named = label is not None and not str(label).startswith('_')
        y = [_math.nan if v is None else float(v) for v in y]
        self._series.append([kind, str(label) if named else '', x, y, color or '', style or '-', bool(marked)])

    def set_title(self, text, **look):
        self._title = str(text)

    def set_xlabel(self, text, **look):
        self._xlabel = str(text)

    def set_ylabel(self, text, **look):
        self._ylabel = str(text)

    def set(self, title=None, xlabel=None, ylabel=None, xlim=None, ylim=None, **look):
        self._title = self._title if title is None else str(title)
        self._xlabel = self._xlabel if xlabel is None else str(xlabel)
        self._ylabel = self._ylabel if ylabel is None else str(ylabel)
        self._xlim, self._ylim = xlim or self._xlim, ylim or self._ylim

    def set_xlim(self, left=None, right=None, **look):
        self._xlim = left if isinstance(left, (list, tuple)) else (left, right)

    def set_ylim(self, bottom=None, top=None, **look):
        self._ylim = bottom if isinstance(bottom, (list, tuple)) else (bottom, top)

    def set_xticks(self, ticks, labels=None, **look):
        if labels is not None:
            self._ticks = {v: str(name) for v, name in zip(_list(ticks), _list(labels))}

    def set_xticklabels(self, labels, **look):
        self._ticks = {i: str(name) for i, name in enumerate(labels)}

    def set_xscale(self, scale, **look):
        self._logx = scale == 'log'

    def set_yscale(self, scale, **look):
        self._logy = scale == 'log'

    def grid(self, visible=True, *args, **look):
        self._grid = visible is None or bool(visible)

    def legend(self, labels=None, *args, **look):
        if labels is not None and not isinstance(labels, str):
            for series, name in zip(self._series, labels):
                series[1] = str(name)
        self._legend = True

    def _ignored(self, *args, **look):
        pass

    tick_params = set_yticks = set_aspect = margins = axis = autoscale = set_facecolor = set_axis_off = _ignored
    set_axisbelow = minorticks_on = ticklabel_format = invert_yaxis = bar_label = _ignored

    def set_yticklabels(self, labels, **look):
        if any(s[0] == 'barh' for s in self._series):
            self.set_xticklabels(labels)

    def _recorded(self):
        series = [s for s in self._series if s[2]]
        kinds = {s[0] for s in series}
        kind = 'pie' if 'pie' in kinds else 'barh' if 'barh' in kinds else 'bar' if 'bar' in kinds else 'xy'
        if kind == 'xy' and (self._ticks or any(isinstance(v, str) for s in self._series for v in s[2])):
            kind = 'bar'
        places = []
        if kind == 'xy':
            series = [s[:2] + [[_number(v) for v in s[2]]] + s[3:] for s in series]
        elif kind in ('bar', 'barh'):
            for s in series:
                places += [v for v in s[2] if v not in places]
            if all(isinstance(v, (int, float)) for v in places):
                places.sort()
            lines = []
            for s in series:
                heights = dict(zip(s[2], s[3]))
                lines.append(s[:2] + [[]] + [[heights.get(v, _math.nan) for v in places]] + s[4:])
            series = lines
            places = [self._ticks.get(v, '%g' % v if isinstance(v, float) else str(v)) for v in places]
        return [kind, self._title, self._xlabel, self._ylabel, self._grid, self._legend, places, series,
                _limits(self._xlim), _limits(self._ylim), self._logx, self._logy,
                [[_number(x), float(y), text] for x, y, text in self._notes
                 if kind == 'xy' and not isinstance(x, str) and isinstance(y, (int, float))]]


class _Anything:
    """Takes what changes only the look: ax.spines['top'].set_visible(False)."""

    def __getattr__(self, name):
        return _Anything() if name[:2] != '__' else object.__getattribute__(self, name)

    def __getitem__(self, name):
        return self

    def __call__(self, *args, **look):
        return self


class _Grid(list):
    """The axes of plt.subplots(2, 2): as an array of numpy it takes two indices at once."""

    def __getitem__(self, at):
        if not isinstance(at, tuple):
            return super().__getitem__(at)
        rows = super().__getitem__(at[0])
        return rows[at[1]] if isinstance(rows, list) and not isinstance(at[0], slice) else [r[at[1]] for r in rows]

    def flatten(self):
        return [one for part in self for one in (part if isinstance(part, list) else [part])]

    ravel = flatten
    flat = property(flatten)
    size = property(lambda self: len(self.flatten()))
    shape = property(lambda self: (len(self), len(self[0])) if self and isinstance(self[0], list) else (len(self),))


class Figure:
    def __init__(self, figsize=None, dpi=100):
        self._size = figsize or (6.4, 4.8)
        self._dpi = dpi or 100
        self._title = ''
        self._rows = self._columns = 1
        self._axes = {}
        self._current = None
        self._saved = False

    def add_subplot(self, rows=1, columns=1, place=1, **look):
        if rows > 99:
            rows, columns, place = rows // 100, rows // 10 % 10, rows % 10
        if not 1 <= place <= rows * columns:
            raise ValueError('num must be an integer with 1 <= num <= %d, not %r' % (rows * columns, place))
        if (rows, columns) != (self._rows, self._columns):
            self._rows, self._columns, self._axes = rows, columns, {}
        self._current = self._axes.setdefault(place - 1, Axes())
        return self._current

    def gca(self):
        return self._current or self.add_subplot()

    def suptitle(self, text, **look):
        self._title = str(text)

    def savefig(self, fname, *args, dpi=None, format=None, **look):
        if hasattr(fname, 'write'):
            path = '/mnt/data/.figure.png'
            self._save(path, dpi)
            with open(path, 'rb') as file:
                fname.write(file.read())
            _os.remove(path)
            return
        path = _os.fspath(fname)
        ending = format or _os.path.splitext(path)[1][1:].lower()
        if not ending:
            path += '.png'
        elif ending != 'png':
            raise ValueError("Format '%s' is not supported (supported formats: png)" % ending)
        self._save(path, dpi)

    def _save(self, path, dpi=None):
        scale = dpi if isinstance(dpi, (int, float)) else self._dpi
        axes = [[place] + a._recorded() for place, a in sorted(self._axes.items()) if any(s[2] for s in a._series)]
        problem = _draw(_os.path.abspath(path), int(self._size[0] * scale), int(self._size[1] * scale), self._title,
                        self._rows, self._columns, axes)
        if problem:
            raise ValueError('the chart could not be drawn: ' + problem)
        self._saved = True

    def show(self, *args, **look):
        number = 1
        while _os.path.exists('/mnt/data/figure-%d.png' % number):
            number += 1
        self._save('/mnt/data/figure-%d.png' % number)

    def tight_layout(self, *args, **look):
        pass

    autofmt_xdate = subplots_adjust = set_size_inches = tight_layout


def _list(values):
    return values.tolist() if hasattr(values, 'tolist') else list(values)


def _number(value):
    return value.timestamp() if hasattr(value, 'timestamp') else \
        float(value.toordinal()) if hasattr(value, 'toordinal') else float(value)


def _limits(pair):
    return [_math.nan if v is None else float(v) for v in (pair or (None, None))]


def figure(num=None, figsize=None, dpi=100, **look):
    _figures.append(Figure(figsize, dpi))
    return _figures[-1]


def gcf():
    return _figures[-1] if _figures else figure()


def gca():
    return gcf().gca()


def subplot(rows=1, columns=1, place=1, **look):
    return gcf().add_subplot(rows, columns, place)


def subplots(nrows=1, ncols=1, figsize=None, dpi=100, squeeze=True, **look):
    made = figure(figsize=figsize, dpi=dpi)
    axes = [[made.add_subplot(nrows, ncols, r * ncols + c + 1) for c in range(ncols)] for r in range(nrows)]
    made._current = axes[0][0]
    if not squeeze:
        return made, _Grid(axes)
    if nrows == 1 and ncols == 1:
        return made, axes[0][0]
    return made, _Grid(axes[0] if nrows == 1 else [row[0] for row in axes] if ncols == 1 else axes)


def show(*args, **look):
    for made in list(_figures):
        if made._axes:
            made.show()
    _figures.clear()


def close(which=None, *args):
    if isinstance(which, Figure):
        _figures[:] = [one for one in _figures if one is not which]
    else:
        _figures.clear()


def _end_of_cell():
    waiting = [f for f in _figures if not f._saved and any(s[2] for a in f._axes.values() for s in a._series)]
    _figures.clear()
    for made in waiting:
        made.show()


def _of_axes(name):
    def call(*args, **kwargs):
        return getattr(gca(), name)(*args, **kwargs)
    call.__name__ = name
    return call


for _name in ('plot', 'scatter', 'bar', 'barh', 'hist', 'pie', 'axhline', 'axvline', 'grid', 'legend', 'text', 'annotate', 'axis',
              'margins', 'tick_params'):
    globals()[_name] = _of_axes(_name)
for _name in ('title', 'xlabel', 'ylabel', 'xlim', 'ylim', 'xscale', 'yscale', 'xticks', 'yticks'):
    globals()[_name] = _of_axes('set_' + _name)


def savefig(*args, **kwargs):
    gcf().savefig(*args, **kwargs)


def suptitle(*args, **kwargs):
    gcf().suptitle(*args, **kwargs)


def tight_layout(*args, **look):
    pass


class _Style:
    available = ['default']

    def use(self, *args):
        pass


style = _Style()
rcParams = {}
