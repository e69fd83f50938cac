using System.Collections.Immutable;
using Hanzo.Network.State;

namespace Hanzo.Network.Cluster.State;

/// <summary>Reads journals of nodes that are not there, each from where it was read to before. One reading at a time.</summary>
internal sealed class MissedJournals(StateServices services)
{
    /// <summary>By node: how far its journal has been read.</summary>
    private readonly Dictionary<string, StateWriter> _writers = new(StringComparer.Ordinal);

    /// <summary>One that cannot be read does not keep the others from being read.</summary>
    public async Task<Finished> ReadAllAsync(IReadOnlyList<string> nodes, CancellationToken cancellation)
    {
        var journals = ImmutableArray.CreateBuilder<Journal>();
        foreach (var node in nodes) journals.Add(await ReadAsync(node, cancellation));
        return new Finished(journals.ToImmutable());
    }

    private async Task<Journal> ReadAsync(string node, CancellationToken cancellation)
    {
        if (!_writers.TryGetValue(node, out var writer)) _writers[node] = writer = new StateWriter(services.Board, node);
        var journal = StateWriter.PersistenceIdOf(services.Network, node);
        var before = writer.Journaled;
        try
        {
            await foreach (var stored in services.Store.ReadAsync(journal, before + 1, cancellation))
                writer.Replay(stored.Manifest, stored.Payload.Span);
            return new Journal(node, writer.Journaled - before, null);
        }
        catch (Exception error)
        {
            return new Journal(node, writer.Journaled - before, error);
        }
    }

    /// <param name="Events">Read now, and not before.</param>
    /// <param name="Error">Null: it was read to its end.</param>
    public sealed record Journal(string Node, long Events, Exception? Error);

    public sealed record Finished(ImmutableArray<Journal> Journals);
}
