using System.Globalization;
using Hanzo.Network.Adapters.Http;
using Hanzo.Network.Tools.Files;
using Microsoft.Win32.SafeHandles;

namespace Hanzo.Network.Adapters.Tools;

/// <summary>
/// Reads below one folder and nowhere else, whatever links there are and whoever puts new ones there meanwhile.
/// </summary>
internal sealed class RootedFolder
{
    /// <summary>Bytes of a file that is read.</summary>
    public const int MaxFileBytes = 1024 * 1024;

    private static readonly bool Windows = OperatingSystem.IsWindows();
    private readonly string _root;

    /// <exception cref="IOException">There is no such folder.</exception>
    public RootedFolder(string root) =>
        _root = Directory.Exists(root) ? RealPath(Path.GetFullPath(root)) : throw new IOException($"there is no folder {root}.");

    /// <summary>Blocks for as long as the disk takes.</summary>
    /// <param name="path">From the folder on, as a model writes it.</param>
    /// <exception cref="ArgumentException">It is not in the folder.</exception>
    /// <exception cref="IOException">It is no file, too large, or cannot be read.</exception>
    public byte[] Read(string path)
    {
        var real = Resolve(path);
        if (Directory.Exists(real)) throw new IOException($"'{path}' is a folder; find_files lists what is in it.");
        if (!File.Exists(real)) throw new IOException($"there is no file '{path}'.");
        try
        {
            return ReadFile(path, real);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException($"'{path}' may not be read by this program.", e);
        }
    }

    /// <summary>Files below a folder, with / between names, in order; links are not followed. Blocks as long as the disk takes.</summary>
    /// <param name="folder">From the root on.</param>
    /// <param name="maxDepth">Folders in folders.</param>
    public IEnumerable<(string Path, long Bytes)> Files(string folder, int maxDepth)
    {
        var real = Resolve(folder);
        if (!Directory.Exists(real)) throw new IOException($"there is no folder '{folder}'.");
        var options = new EnumerationOptions
        {
            IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint, ReturnSpecialDirectories = false,
        };
        return Walk(new DirectoryInfo(real), options, maxDepth).Select(file =>
            (Path.GetRelativePath(_root, file.FullName).Replace(Path.DirectorySeparatorChar, '/'), file.Length));
    }

    private byte[] ReadFile(string path, string real)
    {
        using var handle = PromptOpening.Open(real);
        RequireWithin(path, OpenedPath(handle, real));
        using var file = new FileStream(handle, FileAccess.Read, bufferSize: 0);
        if (!file.CanSeek) throw new IOException($"'{path}' is no regular file.");
        using var bounded = new BoundedStream(file, MaxFileBytes, BoundOf.Whole, most =>
            new IOException($"'{path}' has more than {most} bytes; larger files cannot be read."));
        using var bytes = new MemoryStream();
        bounded.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static IEnumerable<FileInfo> Walk(DirectoryInfo folder, EnumerationOptions options, int depth)
    {
        foreach (var file in folder.EnumerateFiles("*", options).OrderBy(file => file.Name, StringComparer.Ordinal)) yield return file;
        if (depth == 0) yield break;
        foreach (var below in folder.EnumerateDirectories("*", options).OrderBy(found => found.Name, StringComparer.Ordinal))
            foreach (var file in Walk(below, options, depth - 1))
                yield return file;
    }

    private string Resolve(string path)
    {
        var real = RealPath(Path.Combine([_root, .. RootedPath.Split(path, Windows)]));
        RequireWithin(path, real);
        return real;
    }

    private void RequireWithin(string path, string real)
    {
        if (!RootedPath.IsWithin(_root, real, Windows)) throw RootedPath.LinkedOutside(path);
    }

    /// <summary>Every link on the way followed; what does not exist is left as it is.</summary>
    private static string RealPath(string path)
    {
        const int MaxLinks = 40;
        var links = 0;
        var disk = Path.GetPathRoot(path)!;
        var (real, left) = (disk, new Stack<string>(Parts(path[disk.Length..]).Reverse()));
        while (left.TryPop(out var name))
        {
            if (name == "..")
            {
                real = Path.GetDirectoryName(real) ?? real;
                continue;
            }

            var next = Path.Combine(real, name);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                real = next;
                continue;
            }

            if (++links > MaxLinks) throw new IOException($"more than {MaxLinks} links follow each other.");
            if (Path.IsPathRooted(target)) real = Path.GetPathRoot(target)!;
            foreach (var part in Parts(Path.IsPathRooted(target) ? target[real.Length..] : target).Reverse()) left.Push(part);
        }

        return real;
    }

    private static IEnumerable<string> Parts(string path) =>
        path.Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries)
            .Where(part => part != ".");

    /// <summary>Where the file is that was opened in fact: a folder on its way may have become a link since it was looked at.</summary>
    private static string OpenedPath(SafeFileHandle handle, string path)
    {
        if (!OperatingSystem.IsLinux()) return RealPath(path);
        var opened = string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{handle.DangerousGetHandle()}");
        return File.ResolveLinkTarget(opened, returnFinalTarget: false)?.FullName ?? RealPath(path);
    }
}
