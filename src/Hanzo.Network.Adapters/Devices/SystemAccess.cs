using System.Collections.Immutable;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Hanzo.Network.Adapters.Devices;

/// <summary>The real machine. A command gets <see cref="Limit"/>, then it is ended.</summary>
internal sealed class SystemAccess(TimeProvider time) : ISystemAccess
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(3);

    /// <summary>Characters that are read of a file or an output.</summary>
    public const int MaxText = 256 * 1024;

    /// <summary>Names that are read of a folder.</summary>
    public const int MaxEntries = 1024;

    private static readonly EnumerationOptions Entries = new() { IgnoreInaccessible = true, AttributesToSkip = FileAttributes.None };

    public string? ReadText(string path)
    {
        try
        {
            using var reader = new StreamReader(path);
            var buffer = new char[4096];
            var text = new StringBuilder();
            for (int read; text.Length < MaxText && (read = reader.Read(buffer)) > 0;) text.Append(buffer, 0, read);
            return text.ToString();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public ImmutableArray<string> List(string folder)
    {
        try
        {
            return
            [
                .. Directory.EnumerateFileSystemEntries(folder, "*", Entries)
                    .Take(MaxEntries).Select(entry => Path.GetFileName(entry)).Order(StringComparer.Ordinal),
            ];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    public async Task<CommandOutput> RunAsync(string command, IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        if (ExecutablePath.Find(command) is not { } path) return CommandOutput.NotInstalled;
        using var process = new Process { StartInfo = StartInfo(path, arguments) };
        try
        {
            if (!process.Start()) return CommandOutput.NotInstalled;
        }
        catch (Win32Exception e)
        {
            return new CommandOutput(null, $"{command} cannot be started: {e.Message}");
        }

        using var limit = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        try
        {
            return await ReadAsync(command, process, either.Token);
        }
        catch (OperationCanceledException)
        {
            End(process);
            cancellation.ThrowIfCancellationRequested();
            return new CommandOutput(null, ProbeNotes.TooSlow(command));
        }
        catch (InvalidDataException)
        {
            End(process);
            return new CommandOutput(null, string.Create(CultureInfo.InvariantCulture, $"{command} wrote more than {MaxText} characters."));
        }
    }

    private static async Task<CommandOutput> ReadAsync(string command, Process process, CancellationToken cancellation)
    {
        process.StandardInput.Close(); // a tool that asks something gets no answer, and need not wait for one
        var text = ReadBoundedAsync(process.StandardOutput, cancellation);
        var complaint = ReadBoundedAsync(process.StandardError, cancellation);
        await foreach (var read in Task.WhenEach(text, complaint)) await read; // either may be too much while the other waits
        await process.WaitForExitAsync(cancellation);
        if (process.ExitCode == 0) return new CommandOutput(await text, null);
        var reason = ProbeNotes.Said(await text) ?? ProbeNotes.Said(await complaint);
        return new CommandOutput(null, ProbeNotes.Failed(command, process.ExitCode, reason));
    }

    private static ProcessStartInfo StartInfo(string command, IReadOnlyList<string> arguments) => new(command, arguments)
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        RedirectStandardInput = true,
        UseShellExecute = false,
        CreateNoWindow = true,
    };

    private static async Task<string> ReadBoundedAsync(StreamReader output, CancellationToken cancellation)
    {
        var text = new StringBuilder();
        var buffer = new char[4096];
        for (int read; (read = await output.ReadAsync(buffer.AsMemory(), cancellation)) > 0;)
        {
            if (text.Length + read > MaxText) throw new InvalidDataException();
            text.Append(buffer, 0, read);
        }

        return text.ToString();
    }

    private static void End(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It has ended by itself, or is stuck within the kernel, where nothing ends it.
        }
    }
}
