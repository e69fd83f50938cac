using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Hanzo.Network.Adapters.Devices;

/// <summary>The real machine. A command gets <see cref="Limit"/>, then it is ended.</summary>
internal sealed class SystemAccess(TimeProvider time) : ISystemAccess
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(3);

    /// <summary>Characters that are read of a file or an output.</summary>
    public const int MaxText = 256 * 1024;

    public string? ReadText(string path)
    {
        try
        {
            using var reader = new StreamReader(path);
            var buffer = new char[4096];
            var text = new System.Text.StringBuilder();
            for (int read; text.Length < MaxText && (read = reader.Read(buffer)) > 0;) text.Append(buffer, 0, read);
            return text.ToString();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public async Task<CommandOutput> RunAsync(string command, IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        using var process = new Process { StartInfo = StartInfo(command, arguments) };
        try
        {
            if (!process.Start()) return CommandOutput.NotInstalled;
        }
        catch (Win32Exception)
        {
            return CommandOutput.NotInstalled;
        }

        using var limit = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        try
        {
            var errors = process.StandardError.ReadToEndAsync(either.Token);
            var text = await ReadBoundedAsync(process.StandardOutput, either.Token);
            await errors;
            await process.WaitForExitAsync(either.Token);
            return process.ExitCode == 0
                ? new CommandOutput(text, null)
                : new CommandOutput(null, string.Create(CultureInfo.InvariantCulture, $"{command} ended with code {process.ExitCode}."));
        }
        catch (OperationCanceledException)
        {
            End(process);
            cancellation.ThrowIfCancellationRequested();
            return new CommandOutput(
                null, string.Create(CultureInfo.InvariantCulture, $"{command} did not answer within {Limit.TotalSeconds:0} s."));
        }
        catch (InvalidDataException)
        {
            End(process);
            return new CommandOutput(null, string.Create(CultureInfo.InvariantCulture, $"{command} wrote more than {MaxText} characters."));
        }
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
        var buffer = new char[MaxText + 1];
        var length = await output.ReadBlockAsync(buffer.AsMemory(), cancellation);
        return length <= MaxText ? new string(buffer, 0, length) : throw new InvalidDataException();
    }

    private static void End(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
    }
}
