using System.Globalization;
using System.Text;

namespace Hanzo.Network.Adapters.Security;

/// <summary>
/// When the authority says that something was issued or revoked: each time later than all times before, whatever the machine's clock is set
/// to meanwhile. A revocation refuses by that what was issued before it, and nothing else.
/// </summary>
/// <param name="file">Remembers the last one.</param>
internal sealed class IssueClock(string file, TimeProvider time)
{
    /// <summary>What serial numbers of certificates and lists of revocations can say.</summary>
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(1);

    /// <param name="mustBeKept">
    /// False: it counts though it cannot be written, as on a full disk, since at worst a certificate is refused that is issued afterwards.
    /// </param>
    /// <exception cref="KeyStoreException">The file cannot be read or written, or holds no time.</exception>
    public DateTimeOffset Next(bool mustBeKept)
    {
        var now = DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
        var next = Last() is { } last && last >= now ? last + Step : now;
        try
        {
            KeyFiles.Write(file, next.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture) + "\n");
        }
        catch (KeyStoreException) when (!mustBeKept)
        {
            // The list that it is for cannot be written either, which is told.
        }

        return next;
    }

    private DateTimeOffset? Last()
    {
        const string what = "the time of the last certificate, in Unix milliseconds";
        if (KeyFiles.Find(file, isSecret: false) is not { } bytes) return null;
        var text = Encoding.UTF8.GetString(bytes).Trim();
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            && milliseconds < DateTimeOffset.MaxValue.ToUnixTimeMilliseconds())
            return DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
        throw new KeyStoreException(
            $"{file} does not hold {what}. If this machine's clock is right, remove the file.");
    }
}
