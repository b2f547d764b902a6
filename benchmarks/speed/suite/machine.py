"""What the machine is, and what it could do at best."""

import os
import platform
import re
import statistics
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import numpy as np

JSON = dict[str, object]
_LIBRARIES = ("numpy", "onnxruntime", "faiss-cpu", "tantivy", "tokenizers", "underthesea", "sqlalchemy")
_SCAN_BYTES = 512 * 1024 * 1024  # far beyond the caches
_SIDE = 1024  # of the matrices that are multiplied
_RUNS = 5


def description() -> JSON:
    """Return processors, memory, libraries and how busy the machine was."""
    return {
        "cpu": _first("/proc/cpuinfo", r"model name\s*:\s*(.+)") or platform.processor(),
        "cores": len(os.sched_getaffinity(0)),
        "instructions": [name for name in ("avx2", "avx512f", "avx512_vnni", "amx_int8") if name in _flags()],
        "memory_gib": round(int(_first("/proc/meminfo", r"MemTotal:\s*(\d+)") or 0) / 2**20, 1),
        "cache": _caches(),
        "system": f"{platform.system()} {platform.release()}, Python {platform.python_version()}",
        "libraries": {name: _version(name) for name in _LIBRARIES},
        "load": round(os.getloadavg()[0], 2),
        "day": time.strftime("%Y-%m-%d"),
    }


def best() -> JSON:
    """Return the bytes a second that one core reads, and the multiplications a second that it can do."""
    return {
        "read_gb_s": round(_read_rate(), 2),
        "scan_gb_s": round(_scan_rate(), 2),
        "fp32_gflop_s": round(_matrix_rate(), 1),
        "int8_gop_s": round(_int8_rate(), 1),
    }


def _read_rate() -> float:
    """Return GB/s of a sum over an array that no cache holds: reading alone."""
    array = np.ones(_SCAN_BYTES // 8, np.uint64)
    return float(array.nbytes / _quickest(lambda: np.bitwise_xor.reduce(array)) / 1e9)


def _scan_rate() -> float:
    """Return GB/s of products of one vector with many: an exact scan in one thread."""
    array = np.ones((_SCAN_BYTES // 1536, 384), np.float32)
    question = np.ones(384, np.float32)
    with _on_one_thread():
        return float(array.nbytes / _quickest(lambda: array @ question) / 1e9)


def _matrix_rate() -> float:
    """Return GFLOP/s of a product of matrices in one thread."""
    left, right = np.ones((_SIDE, _SIDE), np.float32), np.ones((_SIDE, _SIDE), np.float32)
    with _on_one_thread():
        return float(2 * _SIDE**3 / _quickest(lambda: left @ right) / 1e9)


def _on_one_thread() -> AbstractContextManager[object]:
    """Keep NumPy's products on one thread."""
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    found: AbstractContextManager[object] = threadpool_limits(1)
    return found


def _int8_rate() -> float:
    """Return 10^9 operations a second of ONNX Runtime's integer product in one thread."""
    from onnx import TensorProto, helper
    from onnxruntime import InferenceSession, SessionOptions

    a = helper.make_tensor_value_info("a", TensorProto.UINT8, [_SIDE, _SIDE])
    c = helper.make_tensor_value_info("c", TensorProto.INT32, [_SIDE, _SIDE])
    weights = helper.make_tensor("b", TensorProto.INT8, [_SIDE, _SIDE], bytes(_SIDE * _SIDE), raw=True)
    node = helper.make_node("MatMulInteger", ["a", "b"], ["c"])
    graph = helper.make_graph([node], "product", [a], [c], [weights])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    options = SessionOptions()
    options.intra_op_num_threads = 1
    session = InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
    left = np.ones((_SIDE, _SIDE), np.uint8)
    return float(2 * _SIDE**3 / _quickest(lambda: session.run(None, {"a": left})) / 1e9)


def _quickest(work: Callable[[], object]) -> float:
    """Return the seconds of the quickest run: what is possible, whoever else works."""
    work()
    return seconds_of(work, _RUNS)[0]


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def seconds_of(work: Callable[[], object], runs: int) -> list[float]:
    """Return the seconds of several runs, sorted."""
    return sorted(_seconds(work) for _ in range(runs))


def spread(values: list[float], digits: int = 2) -> JSON:
    """Return the median of several runs with the least and the most."""
    return {
        "median": round(statistics.median(values), digits),
        "least": round(min(values), digits),
        "most": round(max(values), digits),
    }


def _flags() -> str:
    return _first("/proc/cpuinfo", r"flags\s*:\s*(.+)") or ""


def _first(path: str, pattern: str) -> str | None:
    try:
        found = re.search(pattern, Path(path).read_text(encoding="utf-8"))
    except OSError:
        return None
    return found[1].strip() if found else None


def _caches() -> str:
    """Return the sizes of the caches, the nearest first."""
    folder = Path("/sys/devices/system/cpu/cpu0/cache")
    sizes = (path.read_text(encoding="utf-8").strip() for path in sorted(folder.glob("index*/size")))
    return ", ".join(sizes)


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "-"
