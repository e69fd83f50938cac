using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Hanzo.Network.Tools.Mcp;
using ModelContextProtocol.Client;

namespace Hanzo.Network.Adapters.Mcp;

/// <summary>The program of a server. It gets none of the node's variables but those that every program needs: they hold keys.</summary>
internal sealed class McpProcess : IDisposable
{
    private const int TailLength = 500;
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan TailPatience = TimeSpan.FromMilliseconds(200);

    private readonly Process _process;
    private readonly McpSecrets _secrets;
    private readonly Task _reading;
    private string _tail = "";

    private McpProcess(Process process, McpSecrets secrets)
    {
        (_process, _secrets) = (process, secrets);
        _reading = ReadErrorsAsync();
    }

    public Stream Input => _process.StandardInput.BaseStream;

    public Stream Output => _process.StandardOutput.BaseStream;

    /// <exception cref="IOException">It cannot be started.</exception>
    public static McpProcess Start(McpServerSpec server)
    {
        var start = new ProcessStartInfo
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
            CreateNoWindow = true, WorkingDirectory = server.Folder ?? "", FileName = server.Command!,
        };
        IEnumerable<string> arguments = server.Arguments;
        if (OperatingSystem.IsWindows() && !server.Command!.EndsWith(".exe", StringComparison.OrdinalIgnoreCase))
            (start.FileName, arguments) = ("cmd.exe", ["/c", server.Command, .. server.Arguments]); // scripts, such as npx.cmd
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.Environment.Clear();
        foreach (var (name, value) in StdioClientTransportOptions.GetDefaultEnvironmentVariables()) start.Environment[name] = value;
        foreach (var (name, value) in server.Environment) start.Environment[name] = value;
        try
        {
            var process = Process.Start(start) ?? throw new IOException($"'{server.Command}' cannot be started.");
            return new McpProcess(process, McpSecrets.Of(server));
        }
        catch (Win32Exception e)
        {
            throw new IOException($"'{server.Command}' cannot be started: {e.Message}", e);
        }
    }

    /// <summary>How it has ended, with the last that it wrote to standard error; null: it has not.</summary>
    /// <param name="patience">It may be about to.</param>
    public async Task<string?> EndAsync(TimeSpan patience)
    {
        try
        {
            await _process.WaitForExitAsync().WaitAsync(patience);
        }
        catch (TimeoutException)
        {
            return null;
        }

        // What it has started may hold its standard error open.
        await Task.WhenAny(_reading, Task.Delay(TailPatience));
        var tail = Clip(Volatile.Read(ref _tail), TailLength).Trim();
        return string.Create(
            CultureInfo.InvariantCulture, $"its program has ended with exit code {_process.ExitCode}{(tail.Length > 0 ? ": " : "")}{tail}");
    }

    /// <summary>Asks it to end by closing its input; after some time it is killed, with whatever it has started.</summary>
    public async Task StopAsync()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It does not read any more, and has perhaps ended: that is what is waited for.
        }

        if (await EndAsync(EndPatience) is not null) return;
        _process.Kill(entireProcessTree: true);
        await EndAsync(EndPatience);
    }

    public void Dispose() => _process.Dispose();

    private static string Clip(string text, int length) => text.Length <= length ? text : text[^length..];

    private async Task ReadErrorsAsync()
    {
        var buffer = new char[TailLength];
        try
        {
            // A secret is hidden when all of it has come: so much more is kept.
            while (await _process.StandardError.ReadAsync(buffer) is > 0 and var read)
                Volatile.Write(
                    ref _tail, Clip(_secrets.HideInError(_tail + new string(buffer, 0, read)), TailLength + _secrets.Longest));
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // It was killed: there is nothing more to read.
        }
    }
}
