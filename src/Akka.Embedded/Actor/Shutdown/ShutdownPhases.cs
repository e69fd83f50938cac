using Akka.Configuration;

namespace Akka.Actor;

/// <param name="Recover">Whether a failure or timeout lets the next phase go on.</param>
internal sealed record ShutdownPhase(string Name, IReadOnlyList<string> DependsOn, TimeSpan Timeout, bool Recover, bool Enabled);

/// <summary>The phases in an order in which each comes after those it depends on; otherwise as written.</summary>
internal sealed class ShutdownPhases
{
    private readonly List<ShutdownPhase> _ordered = [];

    private ShutdownPhases(IReadOnlyDictionary<string, ShutdownPhase> phases)
    {
        var open = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in phases.Keys)
            Visit(name, phases, open);
    }

    public IReadOnlyList<ShutdownPhase> Ordered => _ordered;

    public static ShutdownPhases Read(Config config)
    {
        var defaultTimeout = config.GetTimeSpan("default-phase-timeout", TimeSpan.FromSeconds(5));
        var phases = new Dictionary<string, ShutdownPhase>(StringComparer.Ordinal);
        foreach (var (name, _) in config.GetConfig("phases").AsEnumerable())
        {
            var phase = config.GetConfig("phases." + name);
            phases[name] = new ShutdownPhase(
                name,
                [.. phase.GetStringList("depends-on")],
                phase.GetTimeSpan("timeout", defaultTimeout),
                phase.GetBoolean("recover", true),
                phase.GetBoolean("enabled", true));
        }
        return new ShutdownPhases(phases);
    }

    public ShutdownPhase Find(string name) =>
        _ordered.Find(p => p.Name == name) ?? throw new ConfigurationException(
            $"Unknown phase [{name}], known phases [{string.Join(", ", _ordered.Select(p => p.Name))}]. "
            + "A phase is made by naming it under akka.coordinated-shutdown.phases.");

    public IReadOnlyList<ShutdownPhase> From(string? name) => name is null ? _ordered : _ordered[_ordered.IndexOf(Find(name))..];

    private void Visit(string name, IReadOnlyDictionary<string, ShutdownPhase> phases, HashSet<string> open)
    {
        if (_ordered.Exists(p => p.Name == name))
            return;
        if (!open.Add(name))
            throw new ArgumentException(
                $"Cycle detected in graph of phases. It must be a DAG. Phase [{name}] depends transitively on itself.");
        if (!phases.TryGetValue(name, out var phase))
            phase = new ShutdownPhase(name, [], TimeSpan.FromSeconds(5), true, true);
        foreach (var before in phase.DependsOn)
            Visit(before, phases, open);
        _ordered.Add(phase);
    }
}
