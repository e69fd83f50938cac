using System.Collections.Immutable;
using Hanzo.Network.Adapters.Files;
using Hanzo.Network.Joining;
using Hanzo.Network.Node.Api;

namespace Hanzo.Network.Node.Local;

/// <summary>The contacts that nodes of this machine have left in the folder of a network.</summary>
internal sealed class LocalContacts(DataRoot root, string network)
{
    private const int MaxBytes = 4 * 1024;

    /// <summary>Of nodes with a living process and this runtime, in the order of their ids; records of dead ones are removed.</summary>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public ImmutableArray<LocalContact> Others(NodeIdentity self)
    {
        var folder = root.NetworkFolder(network);
        if (!Directory.Exists(folder)) return [];
        return
        [
            .. Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal).Take(RoadNews.MaxAddresses)
                .Select(Read)
                .OfType<LocalContact>()
                // Only a process of this machine is reached at what is often its loopback address.
                .Where(contact => ProcessRecord.IsOfThisMachine(contact)
                    && contact.NodeId != self.NodeId && contact.Runtime == self.Runtime),
        ];
    }

    /// <exception cref="IOException">The node's folder cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public void Announce(NodeIdentity self)
    {
        var contact = new LocalContact
        {
            NodeId = self.NodeId,
            Pid = Environment.ProcessId,
            Host = Environment.MachineName,
            Address = self.Address,
            Runtime = self.Runtime,
        };
        var path = Path.Combine(root.NodeFolder(network, self.NodeId), LocalContact.FileName);
        RecordFile.Write(path, contact, ApiJson.Default.LocalContact);
    }

    public static void Remove(string folder) => File.Delete(Path.Combine(folder, LocalContact.FileName));

    private static LocalContact? Read(string folder) =>
        ProcessRecord.Read(Path.Combine(folder, LocalContact.FileName), MaxBytes, ApiJson.Default.LocalContact);
}
