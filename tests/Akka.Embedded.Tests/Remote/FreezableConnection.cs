using System.IO.Pipelines;
using System.Net;
using Akka.Embedded.Runtime;

namespace Akka.Embedded.Tests.Remote;

/// <summary>A connection whose peer, for its sender, takes nothing any more while it is frozen: a flush then waits until the cut.</summary>
internal sealed class FreezableConnection(IConnection inner, Func<bool> isFrozen) : IConnection
{
    private readonly FreezableWriter _output = new(inner.Output, isFrozen);

    public PipeReader Input => inner.Input;

    public PipeWriter Output => _output;

    public EndPoint RemoteEndPoint => inner.RemoteEndPoint;

    public void Abort()
    {
        inner.Abort();
        _output.Cut();
    }

    public async ValueTask DisposeAsync()
    {
        _output.Cut();
        await inner.DisposeAsync();
    }

    private sealed class FreezableWriter(PipeWriter inner, Func<bool> isFrozen) : PipeWriter
    {
        private readonly TaskCompletionSource<FlushResult> _cut = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override bool CanGetUnflushedBytes => inner.CanGetUnflushedBytes;

        public override long UnflushedBytes => inner.UnflushedBytes;

        public void Cut() => _cut.TrySetException(new IOException("cut by the test"));

        public override void Advance(int bytes) => inner.Advance(bytes);

        public override void CancelPendingFlush() => inner.CancelPendingFlush();

        public override void Complete(Exception? exception = null) => inner.Complete(exception);

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) =>
            isFrozen() ? new ValueTask<FlushResult>(_cut.Task) : inner.FlushAsync(cancellationToken);

        public override Memory<byte> GetMemory(int sizeHint = 0) => inner.GetMemory(sizeHint);

        public override Span<byte> GetSpan(int sizeHint = 0) => inner.GetSpan(sizeHint);
    }
}
