using System.Collections.Immutable;

namespace Hanzo.Network.Cluster.Placement;

/// <summary>
/// Whether nodes answer, asked before something is given to one that could as well go to another. The cluster believes a node's silence
/// only after seconds, since then that node's slots become another's; whoever just chooses another node takes nothing from anybody.
/// </summary>
internal sealed class Soundings(TimeProvider time)
{
    /// <summary>How long an answer counts.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    /// <summary>Longer than what a radio or a busy machine mostly takes: a session stays where it begins.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.5);

    /// <summary>Where nothing is heard for so long, the other nodes are asked as well, so that the next choice need not wait.</summary>
    public static readonly TimeSpan Doubt = TimeSpan.FromMilliseconds(300);

    /// <summary>Who was silent counts as such for so long while it is asked again.</summary>
    private static readonly TimeSpan SilentFor = TimeSpan.FromSeconds(5);

    private const int MostAskedInDoubt = 32;
    private const int MostKept = 1024;

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Address, int Uid), Known> _known = [];

    /// <summary>Ids of the wanted nodes, and in doubt of others as well, that are out of reach or have not answered in time.</summary>
    /// <param name="others">Who may be asked in doubt.</param>
    /// <param name="ask">Whether the node has answered within <see cref="Patience"/>; never throws.</param>
    public async Task<ImmutableSortedSet<string>> SilentAsync(
        IEnumerable<NodeEntry> wanted, IEnumerable<NodeEntry> others, Func<NodeEntry, Task<bool>> ask, CancellationToken cancellation)
    {
        var asked = wanted.Select(node => (Node: node, Answer: AnswersAsync(node, ask))).ToList();
        try
        {
            await Task.WhenAll(asked.Select(one => one.Answer)).WaitAsync(Doubt, time, cancellation);
        }
        catch (TimeoutException)
        {
            asked.AddRange(others.Take(MostAskedInDoubt).Select(node => (node, AnswersAsync(node, ask))));
            await Task.WhenAll(asked.Select(one => one.Answer)).WaitAsync(cancellation);
        }

        return [.. asked.Where(one => !one.Answer.Result).Select(one => one.Node.NodeId).OfType<string>()];
    }

    private Task<bool> AnswersAsync(NodeEntry node, Func<NodeEntry, Task<bool>> ask)
    {
        if (node.IsSelf || !node.Reachable) return Task.FromResult(node.IsSelf);
        lock (_lock)
        {
            var key = (node.Address, node.Uid);
            var known = _known.GetValueOrDefault(key) ?? Known.Nothing;
            var age = time.Elapsed() - known.At;
            if (known.Answered == true && age < Fresh) return Task.FromResult(true);
            var asking = known.Asking;
            if (asking is null)
            {
                if (_known.Count >= MostKept) _known.Clear();
                _known[key] = known;
                asking = AskAsync(key, node, ask);
                if (!asking.IsCompleted) _known[key] = known with { Asking = asking };
            }

            return known.Answered == false && age < SilentFor ? Task.FromResult(false) : asking;
        }
    }

    private async Task<bool> AskAsync((string Address, int Uid) key, NodeEntry node, Func<NodeEntry, Task<bool>> ask)
    {
        var answered = await ask(node);
        lock (_lock) _known[key] = new Known(answered, time.Elapsed(), Asking: null);
        return answered;
    }

    /// <param name="Answered">Null: it was never asked.</param>
    /// <param name="Asking">Null: it is not asked now.</param>
    private sealed record Known(bool? Answered, TimeSpan At, Task<bool>? Asking)
    {
        public static readonly Known Nothing = new(null, TimeSpan.Zero, null);
    }
}
