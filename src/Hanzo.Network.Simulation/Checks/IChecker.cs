namespace Hanzo.Network.Simulation.Checks;

/// <summary>One property of the network, judged from what it sees.</summary>
public interface IChecker
{
    string Name { get; }

    void See(Observation observation);

    /// <summary>After the last observation.</summary>
    Verdict Conclude(TimeSpan at);
}

/// <param name="Checked">How many things were judged; 0 says that the property was never put to the test.</param>
/// <param name="At">When it was first broken.</param>
/// <param name="Why">What broke it; empty while it holds.</param>
public sealed record Verdict(string Checker, bool Holds, long Checked, TimeSpan At, string Why)
{
    /// <summary>It holds because nothing happened that it could have been broken by.</summary>
    public bool IsUntested => Holds && Checked == 0;

    /// <summary>One line for people.</summary>
    public string Text =>
        !Holds ? $"{Checker}: BROKEN at {Say.Time(At)}: {Why}"
        : IsUntested ? $"{Checker}: not put to the test"
        : $"{Checker}: holds ({Checked} judged)";
}
