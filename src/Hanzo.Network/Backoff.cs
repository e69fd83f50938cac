namespace Hanzo.Network;

/// <summary>How long a server that was lost is left alone: twice as long each time, up to a minute.</summary>
public static class Backoff
{
    public static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    /// <summary>A connection that has held so long was a good one: after it, counting begins anew.</summary>
    public static readonly TimeSpan Good = TimeSpan.FromMinutes(1);

    /// <param name="failures">One after the other, from 1 on.</param>
    /// <param name="chance">0 to 1: so that nodes do not all come back at once.</param>
    public static TimeSpan After(int failures, double chance)
    {
        var doubled = First * Math.Pow(2, Math.Clamp(failures - 1, 0, 16));
        return (doubled < Longest ? doubled : Longest) * (0.75 + chance / 4);
    }
}
