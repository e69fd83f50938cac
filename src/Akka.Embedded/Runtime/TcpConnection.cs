using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;

namespace Akka.Embedded.Runtime;

/// <summary>Two loops move bytes between the socket and two pipes with bounded buffers.</summary>
internal sealed class TcpConnection : IConnection
{
    /// <summary>Bytes that wait to be sent before the sender has to wait.</summary>
    private const int SendBufferBytes = 1024 * 1024;

    /// <summary>Bytes that wait to be read before no more are taken; also what a stranger can make us read in vain.</summary>
    private const int ReceiveBufferBytes = 128 * 1024;
    private const int MinimumReadBytes = 4096;

    private readonly Socket _socket;
    private readonly Pipe _received;
    private readonly Pipe _toSend;
    private readonly Task _receiving;
    private readonly Task _sending;
    private int _aborted;

    public TcpConnection(Socket socket)
    {
        _socket = socket;
        RemoteEndPoint = socket.RemoteEndPoint!;
        _received = new Pipe(Bounded(ReceiveBufferBytes));
        _toSend = new Pipe(Bounded(SendBufferBytes));
        _receiving = ReceiveAsync();
        _sending = SendAsync();
        _ = CloseAsync();
    }

    public PipeReader Input => _received.Reader;

    public PipeWriter Output => _toSend.Writer;

    public EndPoint RemoteEndPoint { get; }

    public void Abort() => End(dropsUnsent: true);

    private void End(bool dropsUnsent)
    {
        if (Interlocked.Exchange(ref _aborted, 1) != 0)
            return;
        try
        {
            // To close it here would wait for the loops; so they are ended, and the last of them closes it.
            if (dropsUnsent)
                _socket.LingerState = new LingerOption(true, 0);
            _socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It has ended already.
        }
        _received.Writer.CancelPendingFlush();
        _toSend.Reader.CancelPendingRead();
    }

    public async ValueTask DisposeAsync()
    {
        await Output.CompleteAsync();
        await _sending;
        End(dropsUnsent: false);
        await _receiving;
        await Input.CompleteAsync();
    }

    private static PipeOptions Bounded(int bytes) =>
        new(pauseWriterThreshold: bytes, resumeWriterThreshold: bytes / 2, useSynchronizationContext: false);

    private async Task CloseAsync()
    {
        await Task.WhenAll(_receiving, _sending);
        _socket.Dispose();
    }

    private async Task ReceiveAsync()
    {
        var writer = _received.Writer;
        Exception? reason = null;
        try
        {
            while (true)
            {
                var count = await _socket.ReceiveAsync(writer.GetMemory(MinimumReadBytes), SocketFlags.None);
                if (count == 0)
                {
                    reason = Volatile.Read(ref _aborted) == 0 ? null : Broken(new SocketException((int)SocketError.OperationAborted));
                    break;
                }
                writer.Advance(count);
                var flushed = await writer.FlushAsync();
                if (flushed.IsCompleted || flushed.IsCanceled)
                    break;
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            reason = Broken(e);
        }
        await writer.CompleteAsync(reason);
    }

    private async Task SendAsync()
    {
        var reader = _toSend.Reader;
        Exception? reason = null;
        try
        {
            while (true)
            {
                var read = await reader.ReadAsync();
                foreach (var segment in read.Buffer)
                    await SendAllAsync(segment);
                reader.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted || read.IsCanceled)
                    break;
            }
            if (Volatile.Read(ref _aborted) == 0)
                _socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            reason = Broken(e);
        }
        await reader.CompleteAsync(reason);
    }

    private async ValueTask SendAllAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
            bytes = bytes[await _socket.SendAsync(bytes, SocketFlags.None)..];
    }

    private IOException Broken(Exception cause) => new($"The connection with {RemoteEndPoint} broke: {cause.Message}", cause);
}
