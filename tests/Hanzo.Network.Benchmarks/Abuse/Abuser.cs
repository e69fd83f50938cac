using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Hanzo.Network.Benchmarks.Abuse;

/// <summary>
/// Threads that treat the remoting port of a node on loopback as no node would, each in one way, as fast as they can: garbage, HTTP,
/// half a greeting, and a peer that asks for much and reads nothing.
/// </summary>
internal sealed class Abuser : IDisposable
{
    private const int GarbageBytes = 64 * 1024;
    private const int HeldHalfGreetings = 1_000;
    private const int HeldSlowReaders = 16;
    private const int AskedBytes = 10_000;
    private const int MaxAsks = 2_000;
    private static readonly TimeSpan LongestCall = TimeSpan.FromSeconds(1);

    private readonly IPEndPoint _target;
    private readonly string _address;
    private readonly string _echo;
    private readonly Thread[] _threads;
    private volatile bool _isEnding;
    private long _connections;

    /// <param name="address">Of the node: <c>akka.tcp://system@127.0.0.1:port</c>.</param>
    /// <param name="echo">The path of an actor there that sends back what it gets.</param>
    public Abuser(string address, string echo)
    {
        _address = address;
        _echo = echo;
        _target = new IPEndPoint(IPAddress.Loopback, int.Parse(address[(address.LastIndexOf(':') + 1)..], CultureInfo.InvariantCulture));
        _threads = [Start(Garbage), Start(Http), Start(HalfGreetings), Start(SlowReaders)];
    }

    /// <summary>How many connections were made to the port so far.</summary>
    public long Connections => Interlocked.Read(ref _connections);

    public void Dispose()
    {
        _isEnding = true;
        foreach (var thread in _threads) thread.Join();
    }

    private static Thread Start(Action abuse)
    {
        var thread = new Thread(() => abuse()) { IsBackground = true };
        thread.Start();
        return thread;
    }

    private void Garbage()
    {
        var random = new Random(1);
        var bytes = new byte[GarbageBytes];
        Repeat(socket =>
        {
            random.NextBytes(bytes);
            while (!_isEnding) socket.Send(bytes);
        });
    }

    private void Http()
    {
        var answer = new byte[1024];
        Repeat(socket =>
        {
            socket.Send("GET /metrics HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\n\r\n"u8);
            while (socket.Receive(answer) > 0)
            {
            }
        });
    }

    private void HalfGreetings()
    {
        var greeting = NodeSpeech.Greeting("akka.tcp://half@127.0.0.1:17", _address, 1);
        Hold(HeldHalfGreetings, (socket, _) => socket.Send(greeting.AsSpan(0, greeting.Length / 2)));
    }

    private void SlowReaders()
    {
        var first = NodeSpeech.Bytes(_echo, AskedBytes, isFirst: true);
        var next = NodeSpeech.Bytes(_echo, AskedBytes, isFirst: false);
        Hold(HeldSlowReaders, (socket, number) =>
        {
            socket.ReceiveBufferSize = 4096;
            socket.Send(NodeSpeech.Greeting($"akka.tcp://slow@127.0.0.1:{1 + (number % HeldSlowReaders)}", _address, number + 1));
            socket.Send(first);
            for (var i = 0; i < MaxAsks && !_isEnding; i++) socket.Send(next);
        });
    }

    private void Repeat(Action<Socket> abuse)
    {
        while (!_isEnding)
        {
            using var socket = Connect();
            Try(socket, abuse);
        }
    }

    private void Hold(int count, Action<Socket, int> abuse)
    {
        var held = new Queue<Socket>();
        for (var number = 0; !_isEnding; number++)
        {
            var socket = Connect();
            held.Enqueue(socket);
            var own = number;
            Try(socket, s => abuse(s, own));
            if (held.Count > count) held.Dequeue().Dispose();
        }

        foreach (var socket in held) socket.Dispose();
    }

    private Socket Connect() => new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
    {
        SendTimeout = (int)LongestCall.TotalMilliseconds,
        ReceiveTimeout = (int)LongestCall.TotalMilliseconds,
        LingerState = new LingerOption(true, 0),
    };

    private void Try(Socket socket, Action<Socket> abuse)
    {
        try
        {
            socket.Connect(_target);
            Interlocked.Increment(ref _connections);
            abuse(socket);
        }
        catch (SocketException)
        {
            // To be cut off is what is to be expected.
        }
    }
}
