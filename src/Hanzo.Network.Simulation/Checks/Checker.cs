namespace Hanzo.Network.Simulation.Checks;

/// <summary>Keeps the count of what was judged and the first break.</summary>
internal abstract class Checker(string name) : IChecker
{
    private long _checked;
    private TimeSpan _brokenAt;
    private string _why = "";

    public string Name { get; } = name;

    public abstract void See(Observation observation);

    public Verdict Conclude(TimeSpan at)
    {
        Close(at);
        return new Verdict(Name, _why.Length == 0, _checked, _brokenAt, _why);
    }

    /// <summary>What only the end can tell.</summary>
    protected virtual void Close(TimeSpan at)
    {
    }

    protected void Judged() => _checked++;

    protected void Break(TimeSpan at, string why)
    {
        if (_why.Length == 0) (_brokenAt, _why) = (at, why);
    }
}
