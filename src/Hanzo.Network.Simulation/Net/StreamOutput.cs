using System.IO.Pipelines;

namespace Hanzo.Network.Simulation.Net;

/// <summary>The writing side of a stream's end: a flush hands over what was written, and waits while the window is full.</summary>
internal sealed class StreamOutput(StreamEnd end) : PipeWriter
{
    private const int LeastBuffer = 4096;

    private byte[] _buffer = [];
    private int _written;
    private int _underWay;
    private bool _completed;
    private IOException? _broken;
    private TaskCompletionSource<FlushResult>? _waiting;

    public override bool CanGetUnflushedBytes => true;

    public override long UnflushedBytes => _written;

    public override void Advance(int bytes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes, _buffer.Length - _written);
        _written += bytes;
    }

    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        var needed = Math.Max(sizeHint, 1);
        if (_buffer.Length - _written < needed)
            Array.Resize(ref _buffer, Math.Max(LeastBuffer, Math.Max(_buffer.Length * 2, _written + needed)));
        return _buffer.AsMemory(_written);
    }

    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        if (_broken is { } broken) return ValueTask.FromException<FlushResult>(broken);
        if (_written > 0)
        {
            var bytes = _buffer.AsSpan(0, _written).ToArray();
            _written = 0;
            _underWay += bytes.Length;
            end.Send(bytes, Closing.None);
        }

        if (_underWay <= StreamEnd.WindowBytes) return ValueTask.FromResult(default(FlushResult));
        _waiting ??= new TaskCompletionSource<FlushResult>();
        return new ValueTask<FlushResult>(_waiting.Task.WaitAsync(cancellationToken));
    }

    public override void CancelPendingFlush() => Release(new FlushResult(isCanceled: true, isCompleted: false));

    public override void Complete(Exception? exception = null)
    {
        if (_completed) return;
        _completed = true;
        if (_broken is null) end.Send([], exception is null ? Closing.Finish : Closing.Reset);
    }

    public void Arrived(int bytes)
    {
        _underWay -= bytes;
        if (_underWay <= StreamEnd.WindowBytes / 2) Release(default);
    }

    public void Break(IOException why)
    {
        _broken ??= why;
        var waiting = _waiting;
        _waiting = null;
        waiting?.TrySetException(_broken);
    }

    private void Release(FlushResult result)
    {
        var waiting = _waiting;
        _waiting = null;
        waiting?.TrySetResult(result);
    }
}
