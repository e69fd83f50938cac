using System.Globalization;

namespace Hanzo.Network.State;

/// <summary>
/// A hybrid logical time: milliseconds since 1970 and a counter of 16 bits, in one number that never falls behind what its
/// owner has heard of. So what was written in the knowledge of something else is later, whatever the clocks say.
/// </summary>
public readonly record struct HybridTime(long Value) : IComparable<HybridTime>
{
    private const int CounterBits = 16;
    private const int TextLength = 16;

    public static readonly HybridTime Zero;

    /// <summary>To the millisecond.</summary>
    public DateTimeOffset At => DateTimeOffset.FromUnixTimeMilliseconds(Value >> CounterBits);

    /// <exception cref="FormatException">The text is not 16 hexadecimal digits of a time up to the year 6000.</exception>
    public static HybridTime Parse(string text) =>
        text.Length == TextLength && long.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            && value >= 0 && value <= Latest
            ? new HybridTime(value)
            : throw new FormatException($"'{text}' is no hybrid time: {TextLength} hexadecimal digits.");

    /// <summary>The next time of an owner who has heard of this one.</summary>
    public HybridTime Next(DateTimeOffset now) => new(Math.Max(Math.Max(0, now.ToUnixTimeMilliseconds()) << CounterBits, Value + 1));

    public HybridTime Max(HybridTime other) => other.Value > Value ? other : this;

    public int CompareTo(HybridTime other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString("x16", CultureInfo.InvariantCulture);

    public static bool operator <(HybridTime left, HybridTime right) => left.Value < right.Value;

    public static bool operator >(HybridTime left, HybridTime right) => left.Value > right.Value;

    public static bool operator <=(HybridTime left, HybridTime right) => left.Value <= right.Value;

    public static bool operator >=(HybridTime left, HybridTime right) => left.Value >= right.Value;

    // 6000-01-01, far from where the counter could overflow.
    private const long Latest = 127_174_492_800_000L << CounterBits;
}
