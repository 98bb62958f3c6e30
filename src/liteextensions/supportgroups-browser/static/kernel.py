"""Run by browser.js in each new Python of JupyterLite: what Python leaves out arrives on the page as JavaScript's null.

The kernel makes None undefined, which is lost on the way: a chart then shows the legends, axes and titles that it is told to leave out.
"""


def _keep_null() -> None:
    from typing import Any

    from pyodide.ffi import jsnull
    from pyodide_kernel import display

    def with_null(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: with_null(one) for key, one in value.items()}
        if isinstance(value, list | tuple):
            return [with_null(one) for one in value]
        return jsnull if value is None else value

    clean, publish = display.json_clean, display.LiteDisplayPublisher.publish

    def publish_with_null(publisher: Any, data: Any, *more: Any, **named: Any) -> None:
        publish(publisher, with_null(data), *more, **named)

    display.json_clean = lambda data: with_null(clean(data))
    display.LiteDisplayPublisher.publish = publish_with_null


_keep_null()
del _keep_null
