using System.Globalization;
using Hanzo.Network.Adapters.Files;
using Hanzo.Network.Joining;
using Hanzo.Network.Security;

namespace Hanzo.Network.Node.Local;

/// <summary>
/// The right to found as an open, locked file in the folder of the network. Between processes it is sure where broadcasts are not, and
/// the operating system gives it up when its process ends, however it ends: nothing is left to clean.
/// </summary>
internal sealed class LocalFoundingRight(DataRoot root, string network, INodeSecurity? security = null) : IFoundingRight
{
    private readonly SortedDictionary<string, FileStream> _held = new(StringComparer.Ordinal);

    public bool TryTake(NodeIdentity self, int turn)
    {
        var path = Path.Combine(root.NetworkFolder(network), FileName(self, turn));
        if (_held.ContainsKey(path)) return true;
        try
        {
            if (HeldFile.TryTake(path) is not { } file) return false;
            _held[path] = file;
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return true; // it cannot be found out
        }
    }

    public void GiveUp()
    {
        foreach (var file in _held.Values) file.Dispose();
        _held.Clear();
    }

    // Of its own for each group of nodes that can join each other; and a folder may be shared by machines.
    private string FileName(NodeIdentity self, int turn)
    {
        var reach = self.Address.IsLoopback ? "here" : "lan";
        var keys = security?.Keys.NetworkId ?? "open";
        return string.Create(
            CultureInfo.InvariantCulture, $"founding-{Environment.MachineName}-{self.Runtime}-{reach}-{keys}-{turn}.lock");
    }
}
