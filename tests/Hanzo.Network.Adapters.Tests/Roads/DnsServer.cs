using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Hanzo.Network.Adapters.Tests.Roads;

/// <summary>A name server on loopback that knows what the test tells it.</summary>
internal sealed class DnsServer : IAsyncDisposable
{
    private const ushort TypeA = 1;
    private const ushort TypeAaaa = 28;
    private const ushort TypeSrv = 33;
    private const int HeaderBytes = 12;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly CancellationTokenSource _closing = new();
    private readonly Dictionary<(string Name, ushort Type), List<byte[]>> _records = [];
    private readonly Task _answering;

    public DnsServer()
    {
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        EndPoint = (IPEndPoint)_socket.LocalEndPoint!;
        _answering = AnswerAsync();
    }

    public IPEndPoint EndPoint { get; }

    /// <summary>Of every answer; 2: the server fails.</summary>
    public byte FaultCode { get; set; }

    public void AddAddress(string name, string address)
    {
        var parsed = IPAddress.Parse(address);
        Add(name, parsed.AddressFamily == AddressFamily.InterNetwork ? TypeA : TypeAaaa, parsed.GetAddressBytes());
    }

    public void AddService(string name, string target, ushort port)
    {
        byte[] data = [0, 0, 0, 0, (byte)(port >> 8), (byte)port, .. Labels(target)];
        Add(name, TypeSrv, data);
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _answering;
        _socket.Dispose();
        _closing.Dispose();
    }

    private void Add(string name, ushort type, byte[] data)
    {
        if (!_records.TryGetValue((name, type), out var held)) _records[(name, type)] = held = [];
        held.Add(data);
    }

    private async Task AnswerAsync()
    {
        var buffer = new byte[1024];
        try
        {
            while (true)
            {
                var asked = await _socket.ReceiveFromAsync(buffer, SocketFlags.None, new IPEndPoint(IPAddress.Any, 0), _closing.Token);
                await _socket.SendToAsync(Answer(buffer.AsSpan(0, asked.ReceivedBytes)), SocketFlags.None, asked.RemoteEndPoint);
            }
        }
        catch (OperationCanceledException)
        {
            // The test has ended.
        }
    }

    private byte[] Answer(ReadOnlySpan<byte> question)
    {
        var (at, labels) = (HeaderBytes, new List<string>());
        for (; question[at] > 0; at += question[at] + 1) labels.Add(Encoding.ASCII.GetString(question.Slice(at + 1, question[at])));
        var type = BinaryPrimitives.ReadUInt16BigEndian(question[(at + 1)..]);
        var asked = question[HeaderBytes..(at + 5)];
        var name = string.Join('.', labels).ToLowerInvariant();
        var records = FaultCode == 0 && _records.TryGetValue((name, type), out var held) ? held : [];
        var isKnown = _records.Keys.Any(key => key.Name == name);
        var code = FaultCode > 0 ? FaultCode : isKnown ? (byte)0 : (byte)3;
        List<byte> answer = [question[0], question[1], 0x85, (byte)(0x80 | code), 0, 1, 0, (byte)records.Count, 0, 0, 0, 0, .. asked];
        foreach (var data in records)
            answer.AddRange(
                [0xC0, HeaderBytes, (byte)(type >> 8), (byte)type, 0, 1, 0, 0, 0, 60, (byte)(data.Length >> 8), (byte)data.Length,
                    .. data]);
        return [.. answer];
    }

    private static byte[] Labels(string name) =>
        [.. name.Split('.').SelectMany(label => Encoding.ASCII.GetBytes(label).Prepend((byte)label.Length)), 0];
}
