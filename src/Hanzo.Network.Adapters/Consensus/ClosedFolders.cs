using System.Collections.Immutable;
using System.Text;
using Hanzo.Network.Adapters.Files;
using Hanzo.Network.Consensus;
using Hanzo.Network.Consensus.Groups;

namespace Hanzo.Network.Adapters.Consensus;

/// <summary>A folder for each group that was closed, in one of the node's folder.</summary>
/// <param name="folder">The node's own.</param>
public sealed class ClosedFolders(string folder) : IClosedGroups
{
    public const string Name = "closed";

    /// <summary>In a group's folder: it counts as soon as this is there.</summary>
    public const string AboutName = "about.json";

    /// <summary>In a group's folder: the key-values.</summary>
    public const string KeysName = "keys.json";

    /// <summary>In a group's folder, for people: what could not be carried over.</summary>
    public const string ReportName = "report.txt";

    private const string Gone = ".gone";
    private const int MaxAboutBytes = 64 * 1024;

    private readonly string _root = Path.Combine(Path.GetFullPath(folder), Name);

    /// <exception cref="ArgumentException">It is no group's id, which is of letters and digits.</exception>
    public string FolderOf(string group) => group.Length > 0 && group.All(char.IsAsciiLetterOrDigit)
        ? Path.Combine(_root, group)
        : throw new ArgumentException($"'{group}' is no group's id: those are of letters and digits.", nameof(group));

    public Task<ImmutableArray<ClosedGroup>> ListAsync(CancellationToken cancellation) => DoAsync<ImmutableArray<ClosedGroup>>(
        () =>
        {
            if (!Directory.Exists(_root)) return [];
            // A removal that did not come to its end.
            foreach (var gone in Directory.EnumerateDirectories(_root, $"*{Gone}").ToArray()) Directory.Delete(gone, recursive: true);
            return
            [
                .. Directory.EnumerateDirectories(_root).Order(StringComparer.Ordinal)
                    .Select(path => WholeFile.Read(Path.Combine(path, AboutName), MaxAboutBytes)).OfType<byte[]>()
                    .Select(about => ClosedGroupFile.Read(about)),
            ];
        },
        cancellation);

    public Task KeepAsync(ClosedGroup closed, ReadOnlyMemory<byte> keys, CancellationToken cancellation) => DoAsync(
        () =>
        {
            Directory.CreateDirectory(FolderOf(closed.Group));
            Write(closed.Group, KeysName, keys.Span);
            Write(closed.Group, AboutName, ClosedGroupFile.Write(closed));
            return true;
        },
        cancellation);

    public Task<ReadOnlyMemory<byte>?> ReadKeysAsync(string group, CancellationToken cancellation) => DoAsync<ReadOnlyMemory<byte>?>(
        () =>
        {
            var path = Path.Combine(FolderOf(group), KeysName);
            return File.Exists(path) ? File.ReadAllBytes(path) : (ReadOnlyMemory<byte>?)null;
        },
        cancellation);

    public Task SettleAsync(ClosedGroup closed, string report, CancellationToken cancellation) => DoAsync(
        () =>
        {
            Write(closed.Group, ReportName, Encoding.UTF8.GetBytes(report));
            Write(closed.Group, AboutName, ClosedGroupFile.Write(closed with { IsSettled = true }));
            return true;
        },
        cancellation);

    public Task RemoveAsync(string group, CancellationToken cancellation) => DoAsync(
        () =>
        {
            var path = FolderOf(group);
            if (!Directory.Exists(path)) return false;
            Directory.Move(path, path + Gone);
            Directory.Delete(path + Gone, recursive: true);
            if (!Directory.EnumerateFileSystemEntries(_root).Any()) Directory.Delete(_root);
            return true;
        },
        cancellation);

    private void Write(string group, string name, ReadOnlySpan<byte> content) =>
        WholeFile.Write(Path.Combine(FolderOf(group), name), content, isDurable: true);

    private async Task<T> DoAsync<T>(Func<T> work, CancellationToken cancellation)
    {
        try
        {
            // The disk may be slow, and the caller's thread may be an actor's.
            return await Task.Run(work, cancellation);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new ConsensusLogException(_root, $"what a closed group left cannot be kept or read: {failure.Message}", failure);
        }
    }
}
