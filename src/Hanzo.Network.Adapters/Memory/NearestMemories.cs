using System.Runtime.InteropServices;
using Hanzo.Network.Memory;
using Hanzo.Network.Text.Embeddings;

namespace Hanzo.Network.Adapters.Memory;

/// <summary>Compares vectors as they lie in rows, so that the rest is read only of the nearest.</summary>
internal sealed class NearestMemories(MemorySearch search)
{
    private readonly List<(string Id, double Relevance)> _near = [];

    /// <param name="vector">Made by the same generator as the search's.</param>
    /// <param name="id">Asked for only where it is near enough.</param>
    public void Add(ReadOnlySpan<byte> vector, Func<string> id)
    {
        var cosine = Vectors.Cosine(MemoryMarshal.Cast<byte, float>(vector), search.Vector.Span);
        if (cosine >= search.Least) _near.Add((id(), cosine));
    }

    /// <summary>The cosines of the nearest, by id; of equal ones those whose ids come first.</summary>
    public Dictionary<string, double> Take() => _near
        .OrderByDescending(one => one.Relevance)
        .ThenBy(one => one.Id, StringComparer.Ordinal)
        .Take(MemoryLimits.MostNearest)
        .ToDictionary(one => one.Id, one => one.Relevance, StringComparer.Ordinal);
}
