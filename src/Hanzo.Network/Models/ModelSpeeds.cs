using Hanzo.Network.Devices;

namespace Hanzo.Network.Models;

/// <summary>
/// Tokens a second of this node's models, from their replies. What is told follows only what lasts, so that nobody else has to hear
/// of every reply.
/// </summary>
public sealed class ModelSpeeds(TimeProvider time)
{
    /// <summary>A shorter reply says little.</summary>
    public const long LeastTokens = 8;

    /// <summary>Models that are remembered; further ones are not measured.</summary>
    public const int Most = 256;

    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, SustainedFigure> _byName = new(StringComparer.Ordinal);
    private readonly long _start = time.GetTimestamp();

    /// <param name="name">Source and model.</param>
    /// <param name="tokens">Of the reply.</param>
    /// <param name="took">From its first piece to its last.</param>
    public void Note(string name, long tokens, TimeSpan took)
    {
        if (tokens < LeastTokens || took <= TimeSpan.Zero) return;
        lock (_lock)
        {
            if (_byName.Count >= Most && !_byName.ContainsKey(name)) return;
            _byName[name] = _byName.GetValueOrDefault(name, SustainedFigure.Unknown)
                .Observe(tokens / took.TotalSeconds, time.GetElapsedTime(_start));
        }
    }

    /// <returns>Null: not measured yet.</returns>
    public double? Of(string name)
    {
        lock (_lock) return _byName.GetValueOrDefault(name)?.Told;
    }
}
