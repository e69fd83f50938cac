using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;

namespace Akka.Embedded.Runtime;

/// <summary>Two loops move bytes between the socket and two pipes with bounded buffers.</summary>
internal sealed class TcpConnection : IConnection
{
    /// <summary>Bytes that wait to be read or sent before the producing side has to wait.</summary>
    private const int BufferBytes = 1024 * 1024;
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
        var options = new PipeOptions(
            pauseWriterThreshold: BufferBytes, resumeWriterThreshold: BufferBytes / 2, useSynchronizationContext: false);
        _received = new Pipe(options);
        _toSend = new Pipe(options);
        _receiving = ReceiveAsync();
        _sending = SendAsync();
    }

    public PipeReader Input => _received.Reader;

    public PipeWriter Output => _toSend.Writer;

    public EndPoint RemoteEndPoint { get; }

    public void Abort()
    {
        if (Interlocked.Exchange(ref _aborted, 1) != 0)
            return;
        _socket.Close(0);
        _received.Writer.CancelPendingFlush();
        _toSend.Reader.CancelPendingRead();
    }

    public async ValueTask DisposeAsync()
    {
        await Output.CompleteAsync();
        await _sending;
        Abort();
        await _receiving;
        await Input.CompleteAsync();
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
                    break;
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
