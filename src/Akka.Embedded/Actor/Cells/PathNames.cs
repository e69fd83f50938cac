using System.Text;

namespace Akka.Embedded.Cells;

/// <summary>Names of actors that were given none: <c>$a</c>, <c>$b</c>, … in base 64, least significant digit first.</summary>
internal static class PathNames
{
    private const string Digits = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+~";

    public static string Anonymous(long number)
    {
        var text = new StringBuilder("$");
        do
        {
            text.Append(Digits[(int)(number & 63)]);
            number >>= 6;
        }
        while (number != 0);
        return text.ToString();
    }
}
