namespace Hanzo.Network.Simulation.Checks.Picture;

/// <summary>Compares what nodes take for the membership.</summary>
internal static class MembershipText
{
    /// <summary>Null: each of them sees all of them Up and reachable, and nobody else.</summary>
    public static string? WhyNotOne(IReadOnlyList<ProcessPicture> living)
    {
        foreach (var process in living)
        {
            if (process.Paused) return $"{process.Text} is paused";
            if (!process.HasSystem) return $"{process.Text} has no actor system";
            if (process.Self.Length == 0) return $"{process.Text} has not told its view";
            if (process.Up.IsEmpty) return $"{process.Text} sees no member Up";
        }

        return WhySeveral(living) ?? WhyDifferent(living);
    }

    /// <summary>Clusters that do not know each other at all, each complete in itself.</summary>
    private static string? WhySeveral(IReadOnlyList<ProcessPicture> living)
    {
        var clusters = living.GroupBy(process => string.Join(' ', process.Up), StringComparer.Ordinal).ToArray();
        var isComplete = clusters.All(cluster => cluster.First().Up.Order(StringComparer.Ordinal)
            .SequenceEqual(cluster.Select(process => process.Self).Order(StringComparer.Ordinal), StringComparer.Ordinal));
        if (clusters.Length < 2 || !isComplete) return null;
        var sides = clusters.Select(cluster => $"[{string.Join(", ", cluster.Select(process => process.Node))}]");
        return $"there are {clusters.Length} clusters, of the nodes {string.Join(" and ", sides)}";
    }

    private static string? WhyDifferent(IReadOnlyList<ProcessPicture> living)
    {
        foreach (var process in living)
        {
            foreach (var other in living)
                if (!process.SeesUp(other)) return $"{process.Text} does not see {other.Text} ({other.Self}) Up";
            if (process.Up.FirstOrDefault(name => living.All(other => other.Self != name)) is { } ghost)
                return $"{process.Text} sees {ghost} Up, which is no more";
            if (!process.AllReachable) return $"{process.Text} sees unreachable members";
        }

        return null;
    }
}
