using System.Globalization;

namespace Hanzo.Network.Agents;

/// <summary>Times that users may say how long to wait.</summary>
public static class TimeLimits
{
    public static bool IsWithin(TimeSpan value, TimeSpan most) => IsWithin(value, TimeSpan.Zero, most);

    public static bool IsWithin(TimeSpan value, TimeSpan least, TimeSpan most) => value >= least && value <= most;

    /// <summary>What is allowed, in words: <c>0 to 600 s</c>.</summary>
    public static string Range(TimeSpan most) => Range(TimeSpan.Zero, most);

    /// <summary>Likewise from a least time on: <c>1 to 600 s</c>.</summary>
    public static string Range(TimeSpan least, TimeSpan most) =>
        string.Create(CultureInfo.InvariantCulture, $"{least.TotalSeconds} to {most.TotalSeconds} s");

    /// <exception cref="AgentNetworkException">Out of range.</exception>
    public static void Require(string name, TimeSpan value, TimeSpan most)
    {
        if (IsWithin(value, most)) return;
        throw new AgentNetworkException(
            NetworkError.InvalidRequest,
            string.Create(CultureInfo.InvariantCulture, $"{name} is {value.TotalSeconds} s; it must be {Range(most)}."));
    }
}
