using Hanzo.Network.Nets.Nodes;

namespace Hanzo.Network.Nets.Campaign;

/// <summary>What is too long for a console: it stays in a folder.</summary>
internal static class KeptLogs
{
    /// <summary>All that the nodes wrote, a file for each.</summary>
    /// <returns>The folder's path.</returns>
    public static string Of(IEnumerable<LabNode> nodes)
    {
        var folder = Directory.CreateTempSubdirectory("hanzo-nets-logs-").FullName;
        foreach (var node in nodes) node.Keep(folder);
        return folder;
    }
}
