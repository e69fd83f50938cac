using System.ComponentModel;
using System.Globalization;
using System.Text;
using Hanzo.Network.Tools;
using Hanzo.Network.Tools.Files;
using Microsoft.Extensions.AI;

namespace Hanzo.Network.Adapters.Tools;

/// <summary>Tools that read the files of one folder.</summary>
internal sealed class FileTools : IDisposable
{
    public const string ReadName = "read_file";
    public const string FindName = "find_files";

    /// <summary>Calls under way at once; further ones wait. A call that a disk holds up keeps its place, and a thread.</summary>
    public const int MaxCalls = 4;

    public const int MaxFindings = 200;

    /// <summary>Files that one search looks at.</summary>
    public const int MaxLookedAt = 20_000;

    /// <summary>Bytes that one search reads.</summary>
    public const long MaxBytesSearched = 64 * 1024 * 1024;

    private const int MaxDepth = 32;
    private const int MaxLineShown = 200;
    private static readonly ToolOptions Reads = new() { Effect = ToolEffect.Idempotent };

    private readonly RootedFolder _folder;
    private readonly SemaphoreSlim _places = new(MaxCalls);

    /// <exception cref="IOException">There is no such folder.</exception>
    public FileTools(string root) => _folder = new RootedFolder(root);

    public Tool ReadTool() => new(
        AIFunctionFactory.Create(ReadAsync, ReadName, "Reads a text file and returns its text, whole or some lines of it."), Reads);

    public Tool FindTool() => new(
        AIFunctionFactory.Create(FindAsync, FindName, "Finds files by name, or lists them; with a text, the lines of files that hold it."),
        Reads);

    public void Dispose() => _places.Dispose();

    private Task<string> ReadAsync(
        [Description("Path of the file, such as notes/today.txt.")] string path,
        [Description("First line to return, counted from 1.")] int from_line = 1,
        [Description("Lines to return; 0: all.")] int lines = 0,
        CancellationToken cancellation = default) =>
        OnThreadAsync(() => FileText.Lines(path, FileText.Decode(path, _folder.Read(path)), from_line, lines), cancellation);

    private Task<string> FindAsync(
        [Description("Name of the files: * is any part of a name, ** any folders. *.md: in every folder; docs/**/*.md: below docs.")]
        string name = "*",
        [Description("Folder to look in; empty: all.")] string folder = "",
        [Description("Text that the files must hold; empty: any. Case does not matter.")] string containing = "",
        CancellationToken cancellation = default) =>
        OnThreadAsync(() => Find(FilePattern.Parse(name), folder, containing, cancellation), cancellation);

    private string Find(FilePattern pattern, string folder, string containing, CancellationToken cancellation)
    {
        var (report, found, looked, bytes) = (new StringBuilder(), 0, 0, 0L);
        foreach (var file in _folder.Files(folder, MaxDepth))
        {
            cancellation.ThrowIfCancellationRequested();
            if (++looked > MaxLookedAt) return Report($"\n(only the first {MaxLookedAt} files were looked at)");
            if (!pattern.Matches(file.Path)) continue;
            if (containing.Length > 0 && file.Bytes > RootedFolder.MaxFileBytes) continue;
            if (containing.Length > 0 && (bytes += file.Bytes) > MaxBytesSearched)
                return Report($"\n(only the first {MaxBytesSearched} bytes were searched)");
            foreach (var line in containing.Length > 0 ? Lines(file.Path, containing) : [Listed(file)])
            {
                if (++found > MaxFindings) return Report($"\n(and more; only the first {MaxFindings} are listed)");
                report.Append('\n').Append(line);
            }
        }

        return Report("");

        string Report(string end) => found == 0 ? $"nothing found.{end}" : report.Append(end).Remove(0, 1).ToString();
    }

    private static string Listed((string Path, long Bytes) file) =>
        string.Create(CultureInfo.InvariantCulture, $"{file.Path} ({file.Bytes} bytes)");

    /// <summary>Of a file that is no text, or cannot be read, none.</summary>
    private IEnumerable<string> Lines(string path, string containing)
    {
        string text;
        try
        {
            text = FileText.Decode(path, _folder.Read(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return [];
        }

        return text.Split('\n').Index()
            .Where(line => line.Item.Contains(containing, StringComparison.OrdinalIgnoreCase))
            .Select(line => string.Create(CultureInfo.InvariantCulture, $"{path}:{line.Index + 1}: {Shown(line.Item.Trim())}"));
    }

    private static string Shown(string line) => line.Length <= MaxLineShown ? line : line[..MaxLineShown] + "…";

    /// <summary>On a thread of its own: a disk may hang, and the pool has a thread per core.</summary>
    private async Task<string> OnThreadAsync(Func<string> read, CancellationToken cancellation)
    {
        await _places.WaitAsync(cancellation);
        return await Task.Factory.StartNew(
            () =>
            {
                try
                {
                    return read();
                }
                finally
                {
                    _places.Release();
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach,
            TaskScheduler.Default);
    }
}
