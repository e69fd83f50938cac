using System.Net;
using System.Net.Sockets;

namespace Hanzo.Network.Adapters.Udp;

/// <summary>
/// Reads a socket on a thread of its own until it is closed, and never asynchronously: the system would then wake the process for every
/// datagram, in pauses too, which costs more than reading it.
/// </summary>
internal sealed class SocketPump : IAsyncDisposable
{
    private const int MaxErrorsInARow = 16;
    private const int StackBytes = 256 * 1024;

    // Where closing a socket does not wake whoever waits for it, this does.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    private readonly Socket _socket;
    private readonly int _maxBytes;
    private readonly Taken _taken;
    private readonly ReceivePace _pace;
    private readonly ManualResetEventSlim _closing = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _errors;
    private long _oversized;

    /// <param name="maxBytes">One byte of longer datagrams is read beyond it, so that they show.</param>
    /// <param name="taken">Called for each datagram on this pump's thread.</param>
    /// <param name="time">Measures how many come.</param>
    public SocketPump(Socket socket, int maxBytes, Taken taken, TimeProvider time)
    {
        (_socket, _maxBytes, _taken, _pace) = (socket, maxBytes, taken, new ReceivePace(time));
        new Thread(Run, StackBytes) { IsBackground = true, Name = "hanzo udp" }.Start();
    }

    /// <summary>Must not keep the arguments.</summary>
    public delegate void Taken(ReadOnlySpan<byte> datagram, SocketAddress from);

    /// <summary>Errors that the socket reported.</summary>
    public long Errors => Interlocked.Read(ref _errors);

    /// <summary>Datagrams that the system reported as too long instead of cutting them off.</summary>
    public long Oversized => Interlocked.Read(ref _oversized);

    /// <summary>Ends with the pump; fails with what kept the socket from being read before it was closed.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Closes the socket and waits for the thread.</summary>
    public async ValueTask DisposeAsync()
    {
        _closing.Set();
        _socket.Dispose();
        await Ended.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _closing.Dispose();
    }

    private void Run()
    {
        try
        {
            Receive();
            _ended.SetResult();
        }
        catch (Exception) when (_closing.IsSet)
        {
            _ended.SetResult(); // how a socket that is closed says so differs
        }
        catch (Exception e)
        {
            _ended.SetException(e);
        }
    }

    private void Receive()
    {
        var buffer = new byte[_maxBytes + 1];
        var from = new SocketAddress(AddressFamily.InterNetwork);
        var errorsInARow = 0;
        while (!_closing.IsSet)
        {
            try
            {
                if (!_socket.Poll(LongestWait, SelectMode.SelectRead)) continue;
                Drain(buffer, from);
                errorsInARow = 0;
            }
            catch (SocketException cause) when (cause.SocketErrorCode == SocketError.MessageSize)
            {
                Interlocked.Increment(ref _oversized); // Windows reports by error what other systems cut off
            }
            catch (SocketException) when (!_closing.IsSet)
            {
                Interlocked.Increment(ref _errors);
                if (++errorsInARow == MaxErrorsInARow) throw;
            }
        }
    }

    // At least one datagram waits. When many come, they are left to gather as soon as no more wait.
    private void Drain(byte[] buffer, SocketAddress from)
    {
        for (var goOn = true; goOn;)
        {
            var length = _socket.ReceiveFrom(buffer, SocketFlags.None, from);
            if (_closing.IsSet) return;
            _taken(buffer.AsSpan(0, length), from);
            if (!_pace.Note()) return;
            goOn = !_pace.IsFull && _socket.Poll(0, SelectMode.SelectRead);
            if (!goOn) _closing.Wait(_pace.Pause());
        }
    }
}
