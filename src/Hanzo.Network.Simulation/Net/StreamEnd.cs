using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using Akka.Embedded.Runtime;
using Hanzo.Network.Simulation.World;

namespace Hanzo.Network.Simulation.Net;

/// <summary>
/// One end of a stream. What it sends arrives in order; where the way is cut it waits, as TCP repeats it until the way is open again.
/// </summary>
internal sealed class StreamEnd : IConnection
{
    /// <summary>Bytes that may be on the way, or wait for the peer to read, before a flush waits.</summary>
    public const int WindowBytes = 1024 * 1024;

    private const int ReceiveBufferBytes = 128 * 1024;

    private readonly SimulatedNetwork _network;
    private readonly SimulatedStream _stream;
    private readonly Queue<Parcel> _onTheWay = new();
    private readonly Pipe _received = new(new PipeOptions(
        readerScheduler: PipeScheduler.Inline,
        writerScheduler: PipeScheduler.Inline,
        pauseWriterThreshold: ReceiveBufferBytes,
        resumeWriterThreshold: ReceiveBufferBytes / 2));
    private readonly StreamOutput _output;
    private TimeSpan _lastArrival;
    private bool _isPlanned;
    private bool _peerIsFull;
    private bool _inputEnded;
    private bool _lostInTheDark;

    public StreamEnd(SimulatedNetwork network, SimulatedStream stream, NetworkPlace place, IPEndPoint remote)
    {
        (_network, _stream, Place, RemoteEndPoint) = (network, stream, place, remote);
        _output = new StreamOutput(this);
    }

    public NetworkPlace Place { get; }

    public StreamEnd Peer { get; set; } = null!;

    public EndPoint RemoteEndPoint { get; }

    public PipeReader Input => _received.Reader;

    public PipeWriter Output => _output;

    /// <summary>Nothing comes in any more.</summary>
    public bool IsOver => _inputEnded;

    public void Abort() => End("aborted", new Parcel(default, [], Closing.Reset));

    public ValueTask DisposeAsync()
    {
        _output.Complete();
        EndInput(null);
        return ValueTask.CompletedTask;
    }

    public void Send(byte[] bytes, Closing closing)
    {
        _network.World.RequireThread(nameof(Send));
        if (bytes.Length > 0) _network.World.Trace.Mix(bytes);
        var arrival = _network.World.Now + _network.DrawLatency(Place.Node);
        if (arrival > _lastArrival) _lastArrival = arrival;
        if (_network.World.Trace.Records) Record(bytes.Length, closing);
        _onTheWay.Enqueue(new Parcel(_lastArrival, bytes, closing));
        Plan(_lastArrival);
    }

    /// <summary>This end sees its connection broken.</summary>
    public void Break(string why)
    {
        _onTheWay.Clear();
        _output.Break(new IOException($"The connection with {RemoteEndPoint} broke: {why}."));
        EndInput($"The connection with {RemoteEndPoint} broke: {why}.");
    }

    public void ProcessEnded(bool resets)
    {
        if (_inputEnded && _onTheWay.Count == 0) return;
        End("its process ended", resets ? new Parcel(default, [], Closing.Reset) : null);
    }

    public void MachineIsBack()
    {
        if (_lostInTheDark && !Place.Process.IsAlive) RefuseToSender();
    }

    private void Record(int bytes, Closing closing) => _network.World.Trace.Add(new TraceLine(
        _network.World.Now,
        TraceKind.Message,
        Place.Node,
        Peer.Place.Node,
        _lastArrival,
        closing == Closing.None ? $"{bytes} bytes" : closing.ToString()));

    private void End(string why, Parcel? last)
    {
        if (_inputEnded && last is null) return;
        Break(why);
        if (last is { } parcel) Send(parcel.Bytes, parcel.Closing);
    }

    private void Plan(TimeSpan moment)
    {
        if (_isPlanned) return;
        _isPlanned = true;
        _network.World.At(moment, () =>
        {
            _isPlanned = false;
            Deliver();
        });
    }

    private void Deliver()
    {
        while (!_peerIsFull && _onTheWay.TryPeek(out var parcel))
        {
            if (parcel.Arrival > _network.World.Now)
            {
                Plan(parcel.Arrival);
                return;
            }

            var (from, to) = (Place.Node, Peer.Place.Node);
            if (!_network.Links.IsOpen(from, to))
            {
                _isPlanned = true;
                _network.Links.WhenOpen(from, to, () =>
                {
                    _isPlanned = false;
                    Plan(_network.World.Now + _network.DrawRetransmission());
                });
                return;
            }

            _onTheWay.Dequeue();
            _output.Arrived(parcel.Bytes.Length);
            if (!_stream.Swallows) Peer.Receive(parcel);
        }
    }

    private void Receive(Parcel parcel)
    {
        if (_network.IsDark(Place.Node)) _lostInTheDark = true;
        else if (parcel.Closing == Closing.Reset) Break("reset by the peer");
        else if (_inputEnded && parcel.Bytes.Length > 0) RefuseToSender();
        else if (parcel.Closing == Closing.Finish) EndInput(null);
        else if (!_inputEnded) Take(parcel.Bytes);
    }

    private void Take(byte[] bytes)
    {
        _received.Writer.Write(bytes);
        var flushed = _received.Writer.FlushAsync();
        if (flushed.IsCompleted) return;
        Peer._peerIsFull = true;
        _ = ResumeAsync(flushed);
    }

    private async Task ResumeAsync(ValueTask<FlushResult> flushed)
    {
        await flushed;
        Peer._peerIsFull = false;
        Peer.Plan(_network.World.Now);
    }

    /// <summary>As a kernel does that knows no such connection.</summary>
    private void RefuseToSender() =>
        _network.World.After(_network.DrawLatency(Place.Node), () =>
        {
            if (_network.Links.IsOpen(Place.Node, Peer.Place.Node) && !_stream.Swallows) Peer.Break("reset by the peer");
        });

    private void EndInput(string? error)
    {
        if (_inputEnded) return;
        _inputEnded = true;
        _received.Writer.Complete(error is null ? null : new IOException(error));
        _stream.EndClosed();
    }

    private readonly record struct Parcel(TimeSpan Arrival, byte[] Bytes, Closing Closing);
}

internal enum Closing
{
    None,
    Finish,
    Reset,
}
