using System.ComponentModel;
using System.Diagnostics;
using Hanzo.Network.Security.Invites;

namespace Hanzo.Network.Node.Invites;

/// <summary>Reads the code of a picture by <c>zbarimg</c>, a program of the system.</summary>
internal static class QrReader
{
    public const string Program = "zbarimg";
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    /// <returns>The code, or why there is none, in words for the user.</returns>
    public static async Task<(string? Code, string? Problem)> ReadAsync(string file, CancellationToken cancellation)
    {
        if (!File.Exists(file)) return (null, $"there is no file '{file}'.");
        var start = new ProcessStartInfo(Program) { RedirectStandardOutput = true, RedirectStandardError = true };
        // A name that begins with a dash would be taken for an option.
        foreach (var argument in new[] { "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", Path.GetFullPath(file) })
            start.ArgumentList.Add(argument);
        try
        {
            using var program = Process.Start(start);
            if (program is null) return (null, NotThere);
            return await ReadAsync(program, file, cancellation);
        }
        catch (Win32Exception)
        {
            return (null, NotThere);
        }
    }

    private const string NotThere =
        $"reading a picture needs the program {Program}: install it (Debian, Ubuntu, Raspberry Pi OS: apt install zbar-tools; "
        + "Fedora: dnf install zbar; macOS: brew install zbar), or give the code as text.";

    private static async Task<(string? Code, string? Problem)> ReadAsync(Process program, string file, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Longest);
        try
        {
            var complaints = program.StandardError.ReadToEndAsync(limit.Token);
            var text = new char[InviteCodec.MaxLength + 1];
            var length = await program.StandardOutput.ReadBlockAsync(text, limit.Token);
            if (length == text.Length) return (null, $"the picture '{file}' holds more text than an invite has.");
            await program.WaitForExitAsync(limit.Token);
            var code = new string(text, 0, length).Trim();
            if (code.Length > 0) return (code, null);
            var said = (await complaints).Trim();
            return (null, $"no QR code was found in the picture '{file}'.{(said.Length > 0 ? $" {Program}: {said}" : "")}");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return (null, $"{Program} has not read the picture '{file}' within {Longest.TotalSeconds} s.");
        }
        finally
        {
            if (!program.HasExited) program.Kill();
        }
    }
}
