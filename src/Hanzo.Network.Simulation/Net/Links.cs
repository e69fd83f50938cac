namespace Hanzo.Network.Simulation.Net;

/// <summary>What can pass between which nodes at present, and how fast. Several faults may cut one way; it opens with the last.</summary>
public sealed class Links(int nodes)
{
    private readonly int[,] _cuts = new int[nodes, nodes];
    private readonly int[,] _lies = new int[nodes, nodes];
    private readonly TimeSpan[] _slowness = new TimeSpan[nodes];
    private readonly List<(int From, int To, Action Then)> _waiting = [];

    public int Nodes => nodes;

    /// <summary>Told each way that opens or closes.</summary>
    public Action<int, int, bool> Changed { get; set; } = (_, _, _) => { };

    /// <summary>Of datagrams; 0 to 1.</summary>
    public double Loss { get; set; }

    /// <summary>Of datagrams; 0 to 1.</summary>
    public double Duplication { get; set; }

    public bool IsOpen(int from, int to) => _cuts[from, to] == 0;

    public bool IsLying(int from, int to) => _lies[from, to] > 0;

    public TimeSpan SlownessOf(int from) => _slowness[from];

    public void Slow(int from, TimeSpan by) => _slowness[from] += by;

    public void Lie(int from, int to, bool on) => _lies[from, to] += on ? 1 : -1;

    public void Cut(int from, int to)
    {
        if (_cuts[from, to]++ == 0) Changed(from, to, false);
    }

    public void Mend(int from, int to)
    {
        if (--_cuts[from, to] > 0) return;
        Changed(from, to, true);
        var freed = _waiting.FindAll(waiting => waiting.From == from && waiting.To == to);
        _waiting.RemoveAll(waiting => waiting.From == from && waiting.To == to);
        foreach (var (_, _, then) in freed) then();
    }

    /// <summary>Calls back once, when the way is open again.</summary>
    public void WhenOpen(int from, int to, Action then) => _waiting.Add((from, to, then));
}
