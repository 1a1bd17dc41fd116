/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.ipvsadm;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads options from words as popt 1.19 does: short options may be bundled ({@code -Ln}, {@code -At ADDRESS}), an
 * argument may follow in the same word with or without {@code =}, or as the next word; a word {@code --} ends the
 * options; words that are no options are kept aside. An optional argument is not taken from a next word that begins
 * with a dash. Not thread safe.
 */
final class OptionReader
{
    private final String[] words;
    private final boolean stopAtFirstOther;
    private final List<String> others = new ArrayList<>(4);
    private int next;
    private int nextOther;
    private boolean onlyOthersLeft;
    private String bundle;
    private String argument;
    private String error;

    /**
     * Read from the words of a command line.
     *
     * @param words            without the program's name.
     * @param stopAtFirstOther true when the environment asks for POSIX behaviour: after the first word that is no
     *                         option, none is.
     */
    OptionReader(final String[] words, final boolean stopAtFirstOther)
    {
        this.words = words;
        this.stopAtFirstOther = stopAtFirstOther;
    }

    /**
     * Next option.
     *
     * @return null at the end and on an error, see {@link #error()}.
     */
    IpvsadmOption next()
    {
        String inlineArgument = null;
        IpvsadmOption option = null;

        while (null == bundle && null == option)
        {
            if (next == words.length)
            {
                return null;
            }

            final String word = words[next++];
            if (onlyOthersLeft || word.length() < 2 || '-' != word.charAt(0))
            {
                onlyOthersLeft |= stopAtFirstOther;
                others.add(word);
            }
            else if ("--".equals(word))
            {
                onlyOthersLeft = true;
            }
            else if ('-' != word.charAt(1))
            {
                bundle = word.substring(1);
            }
            else
            {
                final int equals = word.indexOf('=');
                option = IpvsadmOption.ofLongName(word.substring(2, equals < 0 ? word.length() : equals));
                if (null == option)
                {
                    return fail("unknown option");
                }
                inlineArgument = equals < 0 ? null : word.substring(equals + 1);
            }
        }

        if (null == option)
        {
            option = IpvsadmOption.ofShortName(bundle.charAt(0));
            if (null == option)
            {
                return fail("unknown option");
            }
            bundle = bundle.length() > 1 ? bundle.substring(1) : null;
            if (null != bundle && (option.takesArgument() || '=' == bundle.charAt(0)))
            {
                inlineArgument = '=' == bundle.charAt(0) ? bundle.substring(1) : bundle;
                bundle = null;
            }
        }

        return withArgument(option, inlineArgument);
    }

    /**
     * Argument of the last option.
     *
     * @return null when it has none.
     */
    String argument()
    {
        return argument;
    }

    /**
     * Why {@link #next()} returned null.
     *
     * @return null at the regular end.
     */
    String error()
    {
        return error;
    }

    /**
     * The word that was read last: what popt names in a complaint.
     *
     * @return a word of the command line.
     */
    String lastWord()
    {
        return words[next - 1];
    }

    /**
     * Next of the words that are no options. To be called when the options have been read.
     *
     * @return null when there are no more.
     */
    String nextOther()
    {
        return nextOther < others.size() ? others.get(nextOther++) : null;
    }

    private IpvsadmOption withArgument(final IpvsadmOption option, final String inlineArgument)
    {
        argument = inlineArgument;
        if (!option.takesArgument())
        {
            return null == inlineArgument ? option : fail("option does not take an argument");
        }

        if (null == inlineArgument)
        {
            if (next < words.length && !(option.argumentIsOptional() && words[next].startsWith("-")))
            {
                argument = words[next++];
            }
            else if (!option.argumentIsOptional())
            {
                return fail("missing argument");
            }
        }
        return option;
    }

    private IpvsadmOption fail(final String text)
    {
        error = text;
        return null;
    }
}
