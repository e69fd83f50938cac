using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Hanzo.Network.Nets.Lab;

/// <summary>
/// A link that takes its time: two TAP devices whose frames this process carries from one to the other. It needs nothing of the
/// kernel that not every one has, as traffic shaping would.
/// </summary>
internal sealed partial class SlowWire : IDisposable
{
    private const int ReadWriteNonBlocking = 0x2 | 0x800;
    private const int SetInterface = 0x400454ca;
    private const short TapWithoutHeader = 0x0002 | 0x1000;
    private const int NameBytes = 16;
    private const int RequestBytes = 40;
    private const short Readable = 1;
    private const int LongestWaitMs = 20;
    private const int MaxFrameBytes = 65_536;

    /// <summary>Frames under way in one direction; more are lost, as on a real wire.</summary>
    private const int MaxFrames = 4096;

    private readonly int[] _ends;
    private readonly Queue<(long Due, byte[] Frame)>[] _underWay = [new(), new()];
    private readonly byte[] _buffer = new byte[MaxFrameBytes];
    private readonly long _delay;
    private readonly Thread _carrier;
    private volatile bool _isOver;

    /// <param name="delay">Of each direction.</param>
    /// <exception cref="LabException">A device cannot be made.</exception>
    public SlowWire((string Namespace, string Device) one, (string Namespace, string Device) other, TimeSpan delay)
    {
        _delay = (long)(delay.TotalSeconds * Stopwatch.Frequency);
        _ends = [NetNamespace.Run(one.Namespace, () => Open(one.Device)), NetNamespace.Run(other.Namespace, () => Open(other.Device))];
        _carrier = new Thread(Carry) { IsBackground = true, Name = $"wire {one.Device}-{other.Device}" };
        _carrier.Start();
    }

    public void Dispose()
    {
        _isOver = true;
        _carrier.Join();
        foreach (var end in _ends) _ = Close(end);
    }

    private void Carry()
    {
        var watched = new Watched[2];
        while (!_isOver)
        {
            for (var side = 0; side < 2; side++) watched[side] = new Watched { Descriptor = _ends[side], Wanted = Readable };
            _ = Poll(watched, 2, UntilNextMs());
            for (var side = 0; side < 2; side++)
            {
                Take(side);
                Deliver(side);
            }
        }
    }

    private void Take(int side)
    {
        while (Read(_ends[side], _buffer, MaxFrameBytes) is > 0 and var length)
            if (_underWay[side].Count < MaxFrames)
                _underWay[side].Enqueue((Stopwatch.GetTimestamp() + _delay, _buffer[..(int)length]));
    }

    private void Deliver(int side)
    {
        while (_underWay[side].TryPeek(out var next) && next.Due <= Stopwatch.GetTimestamp())
        {
            _underWay[side].Dequeue();
            _ = Write(_ends[1 - side], next.Frame, next.Frame.Length); // to a device that is down: lost, as on a real wire
        }
    }

    private int UntilNextMs()
    {
        var next = _underWay.Where(queue => queue.Count > 0).Select(queue => queue.Peek().Due).DefaultIfEmpty(long.MaxValue).Min();
        if (next == long.MaxValue) return LongestWaitMs;
        return (int)Math.Clamp((next - Stopwatch.GetTimestamp()) * 1000 / Stopwatch.Frequency, 0, LongestWaitMs);
    }

    private static int Open(string device)
    {
        var descriptor = OpenFile("/dev/net/tun", ReadWriteNonBlocking);
        if (descriptor < 0) throw new LabException($"/dev/net/tun: {Marshal.GetLastPInvokeErrorMessage()}");
        var request = new byte[RequestBytes];
        Encoding.ASCII.GetBytes(device, request);
        BitConverter.TryWriteBytes(request.AsSpan(NameBytes), TapWithoutHeader);
        if (Control(descriptor, SetInterface, request) == 0) return descriptor;
        var problem = Marshal.GetLastPInvokeErrorMessage();
        _ = Close(descriptor);
        throw new LabException($"TAP device {device} cannot be made: {problem}");
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Watched
    {
        public int Descriptor;
        public short Wanted;
        public short Seen;
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFile(string path, int flags);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Control(int descriptor, nuint request, byte[] data);

    [LibraryImport("libc", EntryPoint = "poll")]
    private static partial int Poll([In, Out] Watched[] watched, nuint count, int timeoutMs);

    [LibraryImport("libc", EntryPoint = "read")]
    private static partial nint Read(int descriptor, [Out] byte[] buffer, nint count);

    [LibraryImport("libc", EntryPoint = "write")]
    private static partial nint Write(int descriptor, byte[] buffer, nint count);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
