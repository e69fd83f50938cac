using System.Numerics;

namespace Akka.Embedded.Scheduling;

/// <summary>
/// One level of the wheel: a list per slot, and which slots are in use. Guarded by the wheel's lock. A slot stands for every
/// position that is equal to it modulo the size.
/// </summary>
internal sealed class TimerRing
{
    public const int Size = 1 << Bits;

    /// <summary>Positions of the level below in one slot of the level above, as a shift.</summary>
    public const int Bits = 10;

    private const int Mask = Size - 1;

    private readonly TimerList?[] _slots = new TimerList?[Size];
    private readonly ulong[] _used = new ulong[Size / 64];

    public void Add(WheelTimer timer, long position)
    {
        var slot = (int)(position & Mask);
        (_slots[slot] ??= new TimerList()).Add(timer);
        _used[slot >> 6] |= 1UL << (slot & 63);
    }

    /// <summary>The timers at that position; null for none ever. Empty lists stay marked as used until <see cref="NextUsed"/>.</summary>
    public TimerList? At(long position) => _slots[position & Mask];

    /// <summary>The first position from <paramref name="from"/> on, within one round, that has timers; MaxValue for none.</summary>
    public long NextUsed(long from)
    {
        var start = (int)(from & Mask);
        for (var step = 0; step < Size;)
        {
            var slot = (start + step) & Mask;
            var bits = _used[slot >> 6] >> (slot & 63);
            if (bits == 0)
            {
                step += 64 - (slot & 63);
                continue;
            }
            step += BitOperations.TrailingZeroCount(bits);
            slot = (start + step) & Mask;
            if (step >= Size)
                break;
            if (!_slots[slot]!.IsEmpty)
                return from + step;
            _used[slot >> 6] &= ~(1UL << (slot & 63));
        }
        return long.MaxValue;
    }
}
